import type { RunReport, StepReport } from '../run.js';
import { markup, type Markup } from '../markup.js';
import { anchor } from './words.js';

/** What failed, before anything else. */
export function failures({ steps, folder, errors }: RunReport): Markup | undefined {
  const failed = steps.filter(({ outcome }) => outcome === 'failed');
  if (failed.length === 0 && errors.length === 0) return undefined;
  return markup`<section class="failures"><h2>What failed, and where to look first</h2>${errors.map(
    (words) => markup`<article><p class="error">${words}</p></article>`,
  )}${failed.map(
    (step) => markup`<article><h3><a href="#${anchor(step)}">${step.title}</a></h3>${error(step, folder)}</article>`,
  )}</section>`;
}

/** Why a step failed, in plain words, and what helps to find the cause. */
export function error({ errors, look, trace }: StepReport, folder: string): Markup {
  return markup`${errors.map(({ words }) => markup`<p class="error">${words}</p>`)}
${look !== undefined && markup`<p>Look first at <code>${look}</code>.</p>`}
${trace !== undefined && markup`<p>What the browser did: <a href="${trace}">the trace</a>, without tokens and passwords. In the project’s folder, <code>npx playwright show-trace ${folder}/${trace}</code> opens it.</p>`}`;
}
