import { problemOf } from './problem.js';
import type { Peer, RawRequest, RawResponse } from './raw-http.js';

/** A request as it was sent, and what came of it: `null` is a closed connection or no answer at all. */
export interface Exchange {
  readonly peer: Peer;
  readonly request: RawRequest;
  readonly answer: RawResponse | null;
}

/** One thing that was not as it must be. */
export interface Finding {
  /** What was sent, or had been done before, in words. */
  readonly kind: string;
  /** What was wrong with what came of it. */
  readonly seen: string;
  /** Nothing where it was no answer of the service, but what it did not do. */
  readonly exchange?: Exchange;
  /** What the stub bank had told the service before. */
  readonly told?: string;
}

/** `200`, or status and code of an error, or what there was instead. */
export function verdictOf({ answer }: Pick<Exchange, 'answer'>): string {
  if (answer === null) return 'no answer';
  const code = codeOf(answer);
  return code === '' ? String(answer.status) : `${answer.status} ${code}`;
}

/** The stable code of an error; empty where there is none. */
export function codeOf(answer: RawResponse): string {
  const code = problemOf(answer)?.['code'];
  return typeof code === 'string' ? code : '';
}

/** Whether it was answered with success. */
export const isGood = ({ answer }: Pick<Exchange, 'answer'>): boolean =>
  answer !== null && answer.status >= 200 && answer.status < 300;

/** What came of a request, and is wrong. */
export const finding = (kind: string, exchange: Exchange, seen = verdictOf(exchange)): Finding => ({
  kind,
  seen,
  exchange,
});
