import { meaningOfCode, meaningOfMessage } from './connection-errors.js';
import type { ErrorMeaning } from './connection-errors.js';
import { UnexpectedResponse } from './unexpected-response.js';

/** Who was asked, where, and which setting says so. */
export interface OutboundTarget {
  /** As `the bank`. */
  readonly who: string;
  readonly url: URL;
  /** As `BANK_URL`. */
  readonly setting: string;
}

const DEPTH = 5;

/**
 * Why another service could not be asked, for a log line: where it was looked for, what happened, and what to do. What
 * `fetch` throws hides the reason in its cause.
 */
export function describeError(error: unknown, { who, url, setting }: OutboundTarget): string {
  const causes = causesOf(error);
  const code = causes.map(codeOf).find((one) => one !== undefined);
  const meaning = meaningIn(causes, code, url);
  const reason = meaning?.what ?? `could not be asked: ${wordsOf(causes.at(-1))}`;
  const fix = meaning?.fix ?? 'is that its address?';
  // A question is about the setting; a sentence stands by itself.
  const advice = /^[a-z]/.test(fix) ? `${setting}: ${fix}` : fix;
  return `${who} at ${url.origin} ${reason}${code === undefined ? '' : ` (${code})`}. ${advice}`;
}

function meaningIn(causes: readonly unknown[], code: string | undefined, { hostname }: URL): ErrorMeaning | undefined {
  const response = causes.find((cause) => cause instanceof UnexpectedResponse);
  if (response !== undefined) return response.meaning;
  if (code !== undefined && /^(ENOTFOUND|EAI_)/.test(code) && hostname.endsWith('.localhost'))
    return { what: 'is a name that Node does not look up', fix: 'write 127.0.0.1 instead of a name below localhost.' };
  const byCode = code === undefined ? undefined : meaningOfCode(code);
  return byCode ?? causes.map((cause) => meaningOfMessage(wordsOf(cause))).find((one) => one !== undefined);
}

function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let one = error; one !== undefined && one !== null && causes.length < DEPTH; one = nextOf(one)) causes.push(one);
  return causes;
}

// Where a name has several addresses, each has its error.
function nextOf(error: unknown): unknown {
  const { cause, errors } = error as { cause?: unknown; errors?: readonly unknown[] };
  return cause ?? errors?.[0];
}

function codeOf(error: unknown): string | undefined {
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (typeof code === 'string' && code !== '') return code;
  return name === 'TimeoutError' ? name : undefined;
}

function wordsOf(error: unknown): string {
  return (error as { message?: string } | undefined)?.message ?? String(error);
}
