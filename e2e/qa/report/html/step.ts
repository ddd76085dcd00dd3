import type { Note } from '../../harness/record.js';
import type { StepReport } from '../run.js';
import { duration } from '../verdict.js';
import { error } from './failures.js';
import { markup, type Markup } from '../markup.js';
import { picture } from './pictures.js';
import { logLine, requestsOf } from './requests.js';
import { tokenView } from './token.js';
import { anchor, badge, classOf } from './words.js';

/** One step with everything that is known of it. */
export function stepSection(step: StepReport, folder: string): Markup {
  const { number, title, outcome, expects, reason, milliseconds, record } = step;
  return markup`<article class="step ${classOf(outcome)}" id="${anchor(step)}">
<header>${badge(outcome)}<h3><a href="#${anchor(step)}">${number}</a> ${title}</h3>${outcome !== 'left out' && markup`<span class="time">${duration(milliseconds)}</span>`}</header>
<p class="expects"><b>Expected</b> ${expects}</p>
${reason !== undefined && markup`<p class="reason"><b>Left out</b> ${reason}.</p>`}
${outcome === 'failed' && failed(step, folder)}
${record !== undefined && seen(record.notes)}
${step.warnings.length > 0 && markup`<details class="warnings"><summary>${step.warnings.length} warnings in the logs meanwhile</summary>${step.warnings.map(logLine)}</details>`}
${requestsOf(step)}
</article>`;
}

function failed(step: StepReport, folder: string): Markup {
  return markup`<div class="why">${error(step, folder)}<details><summary>As the runner tells it</summary>${step.errors.map(
    ({ detail }) => markup`<pre>${detail}</pre>`,
  )}</details></div>`;
}

function seen(notes: readonly Note[]): Markup {
  const said = notes.flatMap((note) => (note.kind === 'saw' ? [note.text] : []));
  const pictures = notes.flatMap((note) => (note.kind === 'picture' ? [picture(note)] : []));
  return markup`${said.length > 0 && markup`<div class="seen"><b>Seen</b><ul>${said.map((text) => markup`<li>${text}</li>`)}</ul></div>`}
${pictures.length > 0 && markup`<div class="pictures">${pictures}</div>`}
${notes.map((note) => note.kind === 'table' && tableView(note))}
${notes.map((note) => note.kind === 'token' && tokenView(note.caption, note.token))}`;
}

function tableView({ caption, head, rows }: Extract<Note, { kind: 'table' }>): Markup {
  const [first, ...others] = head;
  return markup`<div class="found" tabindex="0" role="group" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr><th scope="col">${first}</th>${others.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([name, ...cells]) => markup`<tr><th scope="row">${name}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}
