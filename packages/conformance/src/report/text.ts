import type { ProbeContext } from '../probe/probe.js';
import { isGood } from '../client/exchange.js';
import type { Result } from '../run.js';
import { isLetIn, type Failure } from './failure.js';

/** Of kinds that were answered in the same wrong way so many are named; the file for machines holds all. */
const NAMED = 4;
const LONGEST = 200;

/** Who is probed, and the origin that counts as its own. */
export function titleOf({ audience, service, isOriginAssumed }: ProbeContext): string {
  const assumed = isOriginAssumed ? ' (assumed: no list of services names it; --origin says another)' : '';
  return `${audience} at ${service.address}, its pages at ${service.origin}${assumed}`;
}

/** A sentence for a wrong address or a wrong key; nothing if it is a service of a deployment, good or bad. */
export function hintOf(context: ProbeContext, results: readonly Result[]): string | undefined {
  const { service, greeting, audience, issuer } = context;
  const asked = `GET ${service.path} answered ${greeting.status}`;
  if (isGood({ answer: greeting }))
    return `${asked} to somebody without a token: it is not guarded. --path names a GET that is.`;
  const refused = results.find(({ id }) => id === 'good-token')?.failures ?? [];
  if (refused.length === 0) return undefined;
  if (refused.every(({ seen }) => seen === '401 token_invalid'))
    return `Every good token was refused. Is it the key of the service, its issuer ${issuer ?? 'unknown'}, its id ${audience}?`;
  if (greeting.status === 401) return undefined;
  if (service.hasCodes)
    return `${asked} without a token, not 401: is the path of --url right? --path names a guarded GET.`;
  const type = greeting.headers.get('content-type')?.[0]?.split(';')[0] ?? 'without a type';
  return `This does not look like a service of a deployment: ${asked} ${type}.`;
}

/** One probe: its verdict and, where it failed, the first failure in full and the others by what was wrong. */
export function textOf({ verdict, id, name, reason, failures, milliseconds }: Result): string {
  const time = verdict === 'skipped' ? '' : ` (${(milliseconds / 1000).toFixed(1)} s)`;
  const head = `${verdict.padEnd(7)} ${id.padEnd(23)} ${name}${time}`;
  const lines = [...(reason === null ? [] : [reason]), ...(failures[0] === undefined ? [] : inFull(failures[0]))];
  return [head, ...lines.map((line) => `        ${line}`), ...others(failures).map((line) => `        ${line}`)].join(
    '\n',
  );
}

function inFull({ kind, seen, told, request, answer, demand }: Failure): string[] {
  const rules = demand.rules.map(({ says, contract, example }) => [says, `${contract}; ${example}`]);
  return [
    shortened(`${kind}: ${seen}`),
    ...(told === null ? [] : [`  first   ${shortened(told)}`]),
    ...(request === null
      ? []
      : [`  sent    ${request.command}${request.isRaw ? '  # curl sends no such request' : ''}`]),
    ...(answer === null ? [] : [`  came    ${shortened(wordsOf(answer))}`]),
    `  wanted  ${demand.answer}`,
    ...rules.flatMap(([says = '', where = '']) => [`  rule    ${says}`, `          ${where}`]),
  ];
}

function wordsOf({ status, code, headers }: NonNullable<Failure['answer']>): string {
  if (status === null) return 'no answer';
  const shown = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [[status, code].filter((word) => word !== '').join(' '), ...shown].join('; ');
}

/** All but the first failure, by what was wrong with the answer. */
function others([, ...rest]: readonly Failure[]): string[] {
  const groups = new Map<string, Failure[]>();
  for (const failure of rest) groups.set(failure.seen, [...(groups.get(failure.seen) ?? []), failure]);
  return [...groups].map(([seen, group]) => {
    const kinds = group.slice(0, NAMED).map(({ kind }) => shortened(kind));
    const more = group.length > NAMED ? `, and ${group.length - NAMED} more kinds` : '';
    return `${shortened(seen)}: ${kinds.join(', ')}${more}`;
  });
}

/** How many passed, failed and were skipped. */
export function countsOf(results: readonly Result[]): Record<Result['verdict'], number> {
  const count = (verdict: Result['verdict']): number => results.filter((one) => one.verdict === verdict).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

/** The same as a line and, where something failed, how long what it shows can be sent again. */
export function summaryOf(results: readonly Result[], { service, bounds }: ProbeContext): string {
  const { passed, failed, skipped } = countsOf(results);
  const line = `${passed} passed, ${failed} failed, ${skipped} skipped (${service.questions} questions)`;
  if (failed === 0) return line;
  const open = results.filter(({ failures }) => failures.some(isLetIn)).length;
  const weight = `In ${open} of the ${failed} something was let in that is to be refused.`;
  return `${line}\n${weight}\nThe tokens in these lines live ${Math.round(bounds.tokenTtl / 60)} minutes; --only ID sends new ones.`;
}

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
