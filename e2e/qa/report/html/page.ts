import { readFileSync } from 'node:fs';
import { setting } from '../markdown.js';
import type { RunReport } from '../run.js';
import { figures, hasPassed, verdict } from '../verdict.js';
import { contents } from './contents.js';
import { failures } from './failures.js';
import { markup, Markup } from '../markup.js';
import { stepSection } from './step.js';
import { walks } from './walks.js';

// In this order: what is narrow or on paper has the last word.
const style = ['frame', 'overview', 'step', 'requests', 'narrow']
  .map((name) => readFileSync(new URL(`./${name}.css`, import.meta.url), 'utf8'))
  .join('');

/** The whole report: one file without a script, which opens from wherever it lies. */
export function page(run: RunReport): string {
  const chapters = Map.groupBy(run.steps, ({ chapter }) => chapter);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${verdict(run)} Latchkey scenario report</title>
<link rel="icon" href="data:,">
<style>${new Markup(style)}</style>
</head>
<body>
<header class="head ${hasPassed(run) ? 'passed' : 'failed'}">
<p class="brand">Latchkey <span>scenario report</span></p>
<h1>${verdict(run)}</h1>
<p class="setting">${setting(run)}</p>
<dl class="figures">${figures(run).map(({ name, value }) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</header>
<main>
${failures(run)}
${walks(run)}
${contents(run)}
${[...chapters].map(
  ([name, steps]) =>
    markup`<section class="chapter"><h2>${name}</h2>${steps.map((step) => stepSection(step, run.folder))}</section>`,
)}
</main>
<footer>${legend()}</footer>
</body>
</html>
`.text;
}

function legend(): Markup {
  return markup`<h2>How to read this</h2>
<ul>
<li>A step is done by a real browser, by programs over HTTP, or both. <em>Seen</em> is what the step itself found and checked.</li>
<li>Tokens and cookies are shown by six digits of their hash: the same digits and colour are the same value, byte for byte. No value of one is in this file.</li>
<li>A request opens on the lines that it left in the log of a service, joined by the id that the service gave in <code>X-Request-Id</code>.</li>
<li>A trace of a failed step lies next to this file: every action, page and request of the browser, with tokens, cookies and passwords taken out.</li>
</ul>`;
}
