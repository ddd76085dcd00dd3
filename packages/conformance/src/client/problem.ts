import type { RawResponse } from './raw-http.js';

type Headers = readonly (readonly [string, string])[];

/** Text that only a program in trouble writes, in whichever language. */
const STACKS = /Traceback \(most recent|^\s+at [^\s]+ ?\(|^goroutine \d|\bpanic: /m;
/** Servers and proxies refuse what they take for bad HTTP before a service sees it. */
const EARLY = [400, 404, 414, 421, 431];
const LONGEST_HEADER = 4_096;

/** Everything that is wrong with how a token was refused. The words, and members besides the contract's, are the service's own. */
export function errorsOfProblem(
  answer: RawResponse | null,
  codes: readonly string[],
  parts: readonly string[],
  secret = '',
): string[] {
  if (answer === null) return ['the connection was closed without an answer'];
  const { status, raw } = answer;
  if (status < 400) return [`accepted with ${status}`];
  const echoed = parts.filter((part) => part.length >= 12 && raw.includes(part));
  return [
    ...(status === 401 ? shapeErrors(answer, codes) : [`status ${status}, not 401`]),
    ...(STACKS.test(answer.body) ? ['shows a stack'] : []),
    ...echoed.map((part) => `echoes ${part.slice(0, 24)}`),
    ...(secret.length >= 12 && raw.includes(secret) ? ['shows the secret of the deployment'] : []),
  ];
}

function shapeErrors(answer: RawResponse, codes: readonly string[]): string[] {
  const type = answer.headers.get('content-type')?.join() ?? 'none';
  if (!/^application\/problem\+json\b/i.test(type)) return [`content type ${type}`];
  const problem = problemOf(answer);
  if (problem === undefined) return [`a body that is not a JSON object: ${answer.body.slice(0, 80)}`];
  const { code, status } = problem;
  const absent = ['type', 'title', 'requestId'].filter((name) => typeof problem[name] !== 'string');
  return [
    ...(codes.includes(String(code)) ? [] : [`code ${String(code)}, not ${codes.join(' or ')}`]),
    ...(status === answer.status ? [] : [`status ${answer.status} outside, ${String(status)} inside`]),
    ...absent.map((name) => `no ${name}`),
    ...(challengeOf(answer) === undefined ? ['401 without WWW-Authenticate: Bearer'] : []),
  ];
}

/** The members of an error; undefined where the body is not a JSON object. */
export function problemOf({ body }: Pick<RawResponse, 'body'>): Record<string, unknown> | undefined {
  try {
    const read = JSON.parse(body) as unknown;
    return typeof read === 'object' && read !== null && !Array.isArray(read)
      ? (read as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** What the challenge says of a token that came: its parameters may stand in any order, among others (RFC 9110 §11.6.1). */
export function challengeOf({ headers }: RawResponse): { error: string | undefined } | undefined {
  const challenge = headers.get('www-authenticate')?.find((text) => /(^|, *)Bearer\b/i.test(text));
  if (challenge === undefined) return undefined;
  return { error: /\berror *= *"?([a-z_]+)"?/i.exec(challenge)?.[1] };
}

/** Whether a server may stop such a request before its service sees it: it is long, holds what is no visible ASCII, or says once too often who calls. */
export function mayStopAtDoor(headers: Headers): boolean {
  const names = headers.map(([name]) => name.toLowerCase());
  return (
    headers.some(([, value]) => value.length > LONGEST_HEADER || /[^\x20-\x7e]/.test(value)) ||
    names.some((name, index) => name !== 'cookie' && names.indexOf(name) !== index)
  );
}

/** Whether the answer is one that a server or a proxy gives before the service is asked. */
export const isRefusedEarly = (answer: RawResponse | null): boolean => answer !== null && EARLY.includes(answer.status);
