import { codeOf, type Exchange, type Finding } from '../client/exchange.js';
import { isForCurl, shellCommand } from '../client/shell-command.js';
import type { Probe } from '../probe/probe.js';
import { CONTRACT, placeOf, RULES, type RuleName } from '../contract/rules.js';
import { withoutSecret } from './without-secret.js';

/** What was sent. */
export interface SentRequest {
  /** A line for a shell (bash) that sends it again, with the whole token: it works for as long as the token lives. */
  readonly command: string;
  /** curl sends no such request; the line writes its bytes. */
  readonly isRaw: boolean;
}

/** What came of it; a connection that was closed without an answer has no status. */
export interface SeenAnswer {
  readonly status: number | null;
  /** The stable code of an error; empty where there is none. */
  readonly code: string;
  /** Those that the contract speaks of. */
  readonly headers: Readonly<Record<string, string>>;
  /** The beginning of it. */
  readonly body: string;
}

/** What the contract says. */
export interface Demand {
  /** The answer that passes. */
  readonly answer: string;
  readonly rules: readonly {
    readonly name: RuleName;
    readonly says: string;
    /** The section of the contract. */
    readonly contract: string;
    /** Where it stands in a service without our library. */
    readonly example: string;
  }[];
}

/** One thing that was not as the contract says. */
export interface Failure {
  /** What was sent, or had been done before, in words. */
  readonly kind: string;
  /** What was wrong with what came of it. */
  readonly seen: string;
  /** What the stub bank had told the service before; null where that is of no matter. */
  readonly told: string | null;
  /** Null where the service was to do something by itself. */
  readonly request: SentRequest | null;
  readonly answer: SeenAnswer | null;
  readonly demand: Demand;
}

/** Whether it was answered with success, and should not have been. */
export const isLetIn = ({ answer, seen }: Failure): boolean =>
  answer?.status !== null && Number(answer?.status) < 300 && /^(accepted|taken|2\d\d)\b/.test(seen);

const HEADERS = [
  ...['content-type', 'www-authenticate', 'cache-control', 'location', 'set-cookie', 'retry-after', 'allow'],
  'access-control-allow-origin',
];
const LONGEST_BODY = 500;

/** What the contract says where a probe fails. */
export function demandOf({ demands, rules }: Probe): Demand {
  return {
    answer: demands,
    rules: rules.map((name) => {
      const { says, section } = RULES[name];
      return { name, says, contract: `${CONTRACT}#${section}`, example: placeOf(name) };
    }),
  };
}

/** A finding in full, without the key: it is told to people and to machines. */
export function failureOf({ kind, seen, exchange, told }: Finding, demand: Demand, secret: string): Failure {
  const safe = (text: string): string => withoutSecret(text, secret);
  const sent = exchange && { command: safe(shellCommand(exchange)), isRaw: !isForCurl(exchange.request) };
  return {
    kind: safe(kind),
    seen: safe(seen),
    told: told === undefined ? null : safe(told),
    request: sent ?? null,
    answer: exchange === undefined ? null : answerOf(exchange, safe),
    demand,
  };
}

function answerOf({ answer }: Exchange, safe: (text: string) => string): SeenAnswer {
  if (answer === null) return { status: null, code: '', headers: {}, body: '' };
  const { status, headers, body } = answer;
  const shown = HEADERS.flatMap((name) => {
    const values = headers.get(name);
    return values === undefined ? [] : [[name, safe(values.join(', '))]];
  });
  const code = safe(codeOf(answer));
  return { status, code, headers: Object.fromEntries(shown), body: safe(body).slice(0, LONGEST_BODY) };
}
