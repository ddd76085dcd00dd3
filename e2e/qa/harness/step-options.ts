import type { StackPlan } from '../../stack/stack.js';
import type { Environment } from '../../stack/process.js';
import type { Need } from './needs.js';

/** What a reader of the report is told of a step before it is done, and what it needs. */
export interface About {
  /** What must be seen, in a sentence or two for somebody who has never seen the code. */
  readonly expects: string;
  /** What it does that is not done to running services; there it is skipped and said to be. */
  readonly needs?: readonly Need[];
  /** The service that it is about, if that is not one of those that every deployment has. */
  readonly at?: string;
  /** Variables for both services; steps of one file with the same ones share a stack. */
  readonly settings?: Environment;
  /** A stack of this step's own, made of this plan; a function is called right before. */
  readonly stack?: StackPlan | (() => Promise<StackPlan>);
  /** Steps that say this are the same walk in different ways; the report puts them side by side. */
  readonly walk?: string;
  /** Where to look first when it fails. */
  readonly look?: string;
}

/** What the step needs, also by what else was said of it. */
export function needsOf({ needs = [], settings, stack }: About): readonly Need[] {
  const own = settings !== undefined || stack !== undefined;
  return own && !needs.includes('settings') ? [...needs, 'settings'] : needs;
}
