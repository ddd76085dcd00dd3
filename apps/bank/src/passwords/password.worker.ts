import os from 'node:os';
import bcrypt from 'bcryptjs';
import type { ComparisonPlan } from './comparison.rules.js';

/** What the pool may be asked; one message in, one plain value out. */
export type PasswordTask =
  | { readonly act: 'hash'; readonly password: string; readonly cost: number }
  | { readonly act: 'compare'; readonly plan: ComparisonPlan }
  | { readonly act: 'priority' };

// On Linux this is the priority of this thread alone; elsewhere it would slow the whole service.
if (process.platform === 'linux') os.setPriority(19);

/** Runs one task on this thread, without yielding: the thread has nothing else to do. */
export default function run(task: PasswordTask): string | number {
  switch (task.act) {
    case 'hash':
      return bcrypt.hashSync(task.password, task.cost);
    case 'compare':
      return compare(task.plan);
    case 'priority':
      return os.getPriority();
  }
}

/** Which of the real ones matched, or -1. None is left out because one before it matched. */
function compare({ real, dummy }: ComparisonPlan): number {
  const found = [...real, ...dummy].map(({ text, hash }) => bcrypt.compareSync(text, hash));
  return found.slice(0, real.length).indexOf(true);
}
