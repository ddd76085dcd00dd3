import type { RawResponse } from '@latchkey/conformance/client';

export interface Expectation {
  /** The stable codes that may answer; any stable code when left out. */
  codes?: readonly string[];
  statuses?: readonly number[];
  /** Milliseconds for the answer. */
  within?: number;
  /** Texts that must not come back: the secret, the pieces of the token, marks in a body. */
  secrets: readonly string[];
}

/** What an answer must never contain, and what each would give away. */
const LEAKS: [string, RegExp][] = [
  ['a stack', /\n?\s+at [^\s]+ ?\(|\bat async\b|\.[cm]?[jt]s:\d+/],
  ['a path', /node_modules|\/(?:home|root|work|usr|app|tmp|var)\/|file:\/\/\/|dist\/|packages\//],
  [
    'SQL',
    /\b(?:select .+ from|insert into|update .+ set|delete from|SQLSTATE|relation "|QueryFailed|pg_|typeorm|violates|syntax error)\b/i,
  ],
  [
    'parser text',
    /Unexpected (?:token|end|string|number)|JSON at position|Unterminated|is not valid JSON|Bad control character|Expected property|HPE_|Parse Error|SyntaxError|TypeError|RangeError|FST_/,
  ],
  [
    'library text',
    /jwt (?:malformed|expired|signature|audience|issuer|must)|invalid (?:algorithm|signature|compact)|secretOrPublicKey|ZodError|zod|passport|jsonwebtoken|nestjs|fastify/i,
  ],
  ['an internal name', /\bundefined\b|\[object |\bNaN\b|Exception\b/],
];

const MEMBERS = new Set([
  'type',
  'title',
  'status',
  'detail',
  'code',
  'requestId',
  'errors',
  'endReason',
  'refusedHeader',
  'roles',
]);

/** Everything that is wrong with an answer to bad input; an empty list is a pass. */
export function errorsOf(answer: RawResponse | null, expected: Expectation): string[] {
  if (answer === null) return ['the connection was closed without an answer'];
  const { status } = answer;
  if (status < 400) return [`accepted with ${status}`];
  const errors: string[] = status < 500 ? [] : [`status ${status}`];
  if (expected.statuses !== undefined && !expected.statuses.includes(status))
    errors.push(`status ${status}, not ${expected.statuses.join(' or ')}`);
  // Far beyond what any takes, and short of a request that nobody answers.
  if (answer.milliseconds > (expected.within ?? 20_000))
    errors.push(`answered after ${Math.round(answer.milliseconds)} ms`);
  const type = answer.headers.get('content-type')?.join() ?? 'none';
  if (!/^application\/problem\+json(; ?charset=utf-8)?$/i.test(type)) errors.push(`content type ${type}`);
  errors.push(...problemErrors(answer, expected.codes), ...leaks(answer, expected.secrets));
  return errors;
}

function problemErrors(answer: RawResponse, codes: readonly string[] | undefined): string[] {
  let problem: Record<string, unknown>;
  try {
    problem = JSON.parse(answer.body) as Record<string, unknown>;
  } catch {
    return [`a body that is not JSON: ${answer.body.slice(0, 80)}`];
  }
  const errors: string[] = [];
  const code = problem['code'];
  if (typeof code !== 'string' || !/^[a-z]+(_[a-z0-9]+)*$/.test(code)) errors.push(`code ${JSON.stringify(code)}`);
  else if (codes !== undefined && !codes.includes(code)) errors.push(`code ${code}, not ${codes.join(' or ')}`);
  if (problem['status'] !== answer.status)
    errors.push(`status ${answer.status} outside, ${String(problem['status'])} inside`);
  for (const name of ['type', 'title', 'requestId']) if (typeof problem[name] !== 'string') errors.push(`no ${name}`);
  for (const name of Object.keys(problem)) if (!MEMBERS.has(name)) errors.push(`an unknown member ${name}`);
  if (answer.status === 401 && !/^Bearer realm="[^"]+"/.test(answer.headers.get('www-authenticate')?.[0] ?? ''))
    errors.push('401 without WWW-Authenticate');
  return errors;
}

function leaks(answer: RawResponse, secrets: readonly string[]): string[] {
  const found = LEAKS.filter(([, pattern]) => pattern.test(answer.raw)).map(
    ([name, pattern]) => `leaks ${name}: ${pattern.exec(answer.raw)?.[0] ?? ''}`,
  );
  const echoed = secrets
    .filter((secret) => secret.length >= 12 && answer.raw.includes(secret))
    .map((secret) => `echoes ${secret.slice(0, 24)}`);
  return [...found, ...echoed];
}
