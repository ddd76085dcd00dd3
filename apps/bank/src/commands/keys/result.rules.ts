import type { NamedKey } from './acceptance.rules.js';
import type { KeyState } from './key-state.contract.js';
import type { PolledService } from '../replicas/polled-service.contract.js';
import type { KeyEntry, KeysResult } from './result.contract.js';
import { droppableFrom, stateOf } from './rotation.rules.js';

/** The keys of a book as they may be shown. */
export function entriesOf(book: KeyState, names: readonly NamedKey[], tokenSeconds: number): KeyEntry[] {
  return book.keys.map((key) => {
    const from = droppableFrom(key, tokenSeconds);
    return {
      kid: key.kid,
      alg: key.alg,
      state: stateOf(book, key),
      thumbprint: names.find(({ kid }) => kid === key.kid)!.thumbprint,
      leaked: key.leaked === true,
      ...key.times,
      ...(from !== undefined && { droppedFrom: new Date(from).toISOString() }),
    };
  });
}

/** An answer for the terminal. */
export function linesOf(answer: KeysResult): string[] {
  const lines = answer.words.map((word) => (answer.done ? word : `✗ ${word}`));
  if (answer.step === 'status')
    lines.push(...answer.keys.map(keyLine), ...(answer.services ?? []).flatMap(serviceLines));
  return answer.keys.length === 0 ? lines : [...lines, `next: ${answer.next}`];
}

function keyLine({ kid, alg, state, leaked, added, promoted, retired }: KeyEntry): string {
  const since = { next: added, current: promoted, retiring: retired }[state];
  return `${kid}  ${alg}  ${state}${leaked ? ', leaked' : ''}${since ? ` since ${since}` : ''}`;
}

function serviceLines({ service, fault, replicas }: PolledService): string[] {
  if (fault !== undefined) return [`${service} ${fault}`];
  if (replicas.length === 0) return [`${service}: no replica was seen in the last 30 seconds`];
  return replicas.map((replica) => {
    const kids = replica.thumbprints.map((print) => print.slice(0, 16)).join(', ');
    const signs = replica.signing === null ? '' : `, signs with ${replica.signing.slice(0, 16)}`;
    const broken = replica.fault === null ? '' : `, does not use its keys file: ${replica.fault}`;
    return `${service}: replica ${replica.instance} accepts ${kids}${signs}${broken}`;
  });
}
