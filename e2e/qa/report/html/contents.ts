import type { RunReport } from '../run.js';
import { count, duration } from '../verdict.js';
import { markup, type Markup } from '../markup.js';
import { anchor, badge, classOf } from './words.js';

/** All steps by name, and what to show of them. */
export function contents(run: RunReport): Markup {
  const chapters = Map.groupBy(run.steps, ({ chapter }) => chapter);
  const choices = [
    ['all', 'All', run.steps.length],
    ['failed', 'Failed', count(run.steps, 'failed')],
    ['left-out', 'Left out', count(run.steps, 'left out')],
  ] as const;
  return markup`<nav class="contents" aria-label="Steps">
<h2>Steps</h2>
<fieldset class="choices"><legend>Show</legend>${choices.map(
    ([id, name, number]) =>
      markup`<label><input type="radio" name="show" id="show-${id}"${id === 'all' && markup` checked`}> ${name} <span>${number}</span></label>`,
  )}</fieldset>
${[...chapters].map(
  ([name, steps]) =>
    markup`<h3>${name}</h3><ol>${steps.map(
      (step) => markup`<li class="${classOf(step.outcome)}">${badge(step.outcome)}
<a href="#${anchor(step)}">${step.title}</a>
<span class="time">${step.outcome === 'left out' ? '' : duration(step.milliseconds)}</span></li>`,
    )}</ol>`,
)}
</nav>`;
}
