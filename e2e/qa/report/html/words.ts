import type { Outcome, StepReport } from '../run.js';
import { markup, type Markup } from '../markup.js';

const marks: Record<Outcome, string> = { passed: '✓', failed: '✗', 'left out': '–' };

/** How a step ended, as a mark and, for anyone who cannot see it, a word. */
export function badge(outcome: Outcome): Markup {
  return markup`<span class="badge ${classOf(outcome)}"><span aria-hidden="true">${marks[outcome]}</span> <span class="word">${outcome}</span></span>`;
}

export function classOf(outcome: Outcome): string {
  return outcome.replace(' ', '-');
}

export function anchor({ number }: Pick<StepReport, 'number'>): string {
  return `step-${number}`;
}

/** A value by its fingerprint, in a colour of its own. */
export function chip(text: string): Markup {
  const [, name = text, digits] = /^(.*) ([0-9a-f]{6})$/.exec(text) ?? [];
  if (digits === undefined) return markup`<span class="chip">${text}</span>`;
  return markup`<span class="chip">${name} ${print(digits)}</span>`;
}

export function print(digits: string): Markup {
  const hue = Number.parseInt(digits.slice(0, 4), 16) % 360;
  return markup`<b class="print" style="--hue:${hue}">${digits}</b>`;
}
