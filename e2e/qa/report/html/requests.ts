import type { Exchange } from '../../harness/record.js';
import type { LogLine } from '../log-lines.js';
import type { StepReport } from '../run.js';
import { duration } from '../verdict.js';
import { markup, type Markup } from '../markup.js';
import { chip } from './words.js';

/** Every request of a step, and under each what it left in the logs of the services. */
export function requestsOf(step: StepReport): Markup | undefined {
  const { record, outcome } = step;
  if (record === undefined || record.requests.length === 0) return undefined;
  const more = Object.entries(record.more).map(([answer, number]) => `${number} × ${answer}`);
  const files = record.files === 0 ? '' : `, and ${record.files} files of the pages`;
  const number = record.requests.length;
  return markup`<details class="requests"${outcome === 'failed' && markup` open`}><summary>${number} ${number === 1 ? 'request' : 'requests'}${files}</summary>
<div class="rows">${record.requests.map((request) => row(request, step))}</div>
${more.length > 0 && markup`<p class="more">More of the same: ${more.join(', ')}.</p>`}</details>`;
}

function row(request: Exchange, { record, linesOf }: StepReport): Markup {
  const { requestId, status, error, code } = request;
  const lines = requestId === undefined ? undefined : linesOf.get(requestId);
  const [service, path] = placed(request.url, record?.names ?? {});
  const cells = markup`<span class="at">${when(request.at - (record?.began ?? request.at))}</span>
<span class="by">${request.by}</span>
<span class="what"><b class="service ${service}">${service}</b> <span>${request.method}</span> <code>${path}</code></span>
<span class="status ${statusClass(status)}">${status ?? 'no answer'}${code !== undefined && markup` <i>${code}</i>`}${status === undefined && markup` <i>${error}</i>`}</span>
<span class="took">${duration(request.milliseconds)}</span>
<span class="carried">${request.sent.length > 0 && markup`<span class="way">sent</span> ${request.sent.map(chip)}`} ${request.got.length > 0 && markup`<span class="way">got</span> ${request.got.map(chip)}`}</span>`;
  return markup`<details class="row"><summary>${cells}</summary>
<p class="id">Request id <code>${requestId ?? 'none'}</code></p>
${lines === undefined ? noLines(record?.stack) : lines.map(logLine)}</details>`;
}

/** What is done to get ready comes before the step's own time. */
function when(milliseconds: number): string {
  return milliseconds < 0 ? 'before' : `+${(milliseconds / 1_000).toFixed(2)} s`;
}

function noLines(stack: string | undefined): Markup {
  return markup`<p class="id">${stack === undefined ? 'The log of these services is not at hand.' : 'No line with this id is in the log: no service saw the request, or the process was killed before it wrote one.'}</p>`;
}

/** One line of a log, the way one would read it aloud. */
export function logLine({ time, service, level, what, more }: LogLine): Markup {
  const clock = new Date(time).toISOString().slice(11, 23);
  return markup`<p class="log ${level}"><span>${clock}</span> <b class="service ${service}">${service}</b> <b>${what}</b> ${more.map(
    ([name, value]) => markup`<span><i>${name}</i> ${value}</span> `,
  )}</p>`;
}

function placed(url: string, names: Record<string, string>): [string, string] {
  if (!URL.canParse(url)) return ['', url];
  const { origin, pathname, search } = new URL(url);
  const name = names[origin];
  return name === undefined ? ['elsewhere', url] : [name, decodedSafely(pathname + search)];
}

function decodedSafely(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

function statusClass(status: number | undefined): string {
  if (status === undefined || status >= 500) return 'bad';
  return status >= 400 ? 'refused' : 'good';
}
