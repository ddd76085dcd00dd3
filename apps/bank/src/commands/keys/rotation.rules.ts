import type { StateKey, KeyState, KeyStage } from './key-state.contract.js';

/** Where a key stands. One without a past that does not sign is held to have signed: nobody is logged out by a guess. */
export function stateOf(book: KeyState, key: StateKey): KeyStage {
  if (key.kid === book.signing) return 'current';
  const isNew = key.times.added !== undefined && key.times.retired === undefined;
  return isNew && key.leaked !== true ? 'next' : 'retiring';
}

export function nextKey(book: KeyState): StateKey | undefined {
  return book.keys.find((key) => stateOf(book, key) === 'next');
}

export function retiringKeys(book: KeyState): StateKey[] {
  return book.keys.filter((key) => stateOf(book, key) === 'retiring');
}

/** The first key signs from the start. */
export function firstBook(key: StateKey, now: string): KeyState {
  return { keys: [{ ...key, times: { added: now, promoted: now } }], signing: key.kid };
}

export function withStarted(book: KeyState, key: StateKey, now: string): KeyState {
  return { ...book, keys: [...book.keys, { ...key, times: { added: now } }] };
}

/** The bank signs with the key from now on; the one before begins to retire. */
export function withPromoted(book: KeyState, kid: string, now: string): KeyState {
  const change = (key: StateKey): StateKey => {
    if (key.kid === kid) return { ...key, times: { ...key.times, promoted: now } };
    if (key.kid === book.signing) return { ...key, times: { ...key.times, retired: now } };
    return key;
  };
  return { ...book, keys: book.keys.map(change), signing: kid };
}

/** Every replica of the bank was seen to sign with the current key. */
export function withReleased(book: KeyState, now: string): KeyState {
  const change = (key: StateKey): StateKey => {
    if (stateOf(book, key) !== 'retiring' || key.times.released !== undefined) return key;
    return { ...key, times: { ...key.times, retired: key.times.retired ?? now, released: now } };
  };
  return { ...book, keys: book.keys.map(change) };
}

/** Everything that is there now is known to others: none of it may stay. */
export function withLeaked(book: KeyState): KeyState {
  return { ...book, keys: book.keys.map((key) => ({ ...key, leaked: true as const })) };
}

/** A withdrawal that is given up: the keys are as they were. */
export function withoutLeaks(book: KeyState): KeyState {
  return { ...book, keys: book.keys.map((key) => ({ ...key, leaked: undefined })) };
}

export function without(book: KeyState, kids: readonly string[]): KeyState {
  return { ...book, keys: book.keys.filter(({ kid }) => !kids.includes(kid)) };
}

/** Whether `now` has begun and not come to its end. */
export function isWithdrawing(book: KeyState): boolean {
  return book.keys.some(({ leaked }) => leaked === true);
}

/** From when on no valid token bears the key's signature, in milliseconds; undefined until that is known. */
export function droppableFrom(key: StateKey, seconds: number): number | undefined {
  return key.times.released === undefined ? undefined : Date.parse(key.times.released) + seconds * 1000;
}

/** What every service but the bank is given: nothing that signs for EC keys, and nobody's past. */
export function verifyFileOf({ keys }: KeyState): { keys: object[] } {
  return {
    keys: keys.map((key) => {
      const { kty, kid, alg } = key;
      return kty === 'oct' ? { kty, kid, alg, k: key.k } : { kty, kid, alg, crv: key.crv, x: key.x, y: key.y };
    }),
  };
}

/** What the operator does next. */
export function nextStep(book: KeyState, seconds: number): string {
  if (isWithdrawing(book)) return 'now: go on withdrawing the leaked keys (or finish, to let them run out)';
  if (nextKey(book)) return 'check, then promote (or abort)';
  const retiring = retiringKeys(book);
  if (retiring.length === 0) return 'nothing; start begins a rotation';
  const from = retiring.map((key) => droppableFrom(key, seconds));
  if (from.includes(undefined)) return 'promote once more: the bank has not been seen to sign with the current key';
  return `finish, from ${new Date(Math.max(...from.map(Number))).toISOString()} on`;
}
