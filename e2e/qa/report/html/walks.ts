import type { RunReport, StepReport } from '../run.js';
import { markup, type Markup } from '../markup.js';
import { picture } from './pictures.js';
import { anchor } from './words.js';

/** The same walk done in different ways, side by side. */
export function walks({ steps }: RunReport): Markup | undefined {
  const walked = steps.filter(({ record }) => record?.about.walk !== undefined);
  if (walked.length < 2) return undefined;
  return markup`<section class="walks"><h2>The same walk, ${walked.length === 2 ? 'twice' : `${walked.length} times`}</h2>
<p>Log in at the first service, then open the second one.</p>
<div class="side-by-side">${walked.map(walk)}</div></section>`;
}

function walk(step: StepReport): Markup {
  const notes = step.record?.notes ?? [];
  const shown = notes.filter((note) => note.kind === 'picture' && !note.caption.startsWith('At the end'));
  return markup`<article><h3><a href="#${anchor(step)}">${step.record?.about.walk}</a></h3>
${notes.map((note) => note.kind === 'figure' && markup`<p class="count"><b>${note.value}</b> ${note.name}</p>`)}
<div class="pictures">${shown.map((note) => note.kind === 'picture' && picture(note))}</div></article>`;
}
