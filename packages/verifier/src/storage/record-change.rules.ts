/** What {@link encodeChanges} makes of a change: ready to be written. */
export interface EncodedChange {
  readonly kind: string;
  readonly key: string;
  /** JSON; undefined removes the record. */
  readonly text: string | undefined;
  readonly dueInMs: number | undefined;
  readonly ifVersion: string | null | undefined;
}

interface Change extends Omit<EncodedChange, 'text' | 'dueInMs' | 'ifVersion'> {
  readonly value?: unknown;
  readonly dueInMs?: number | undefined;
  readonly ifVersion?: string | null | undefined;
}

const KIND = /^[a-z0-9][a-z0-9:-]{0,99}$/;
const MAX_KEY = 200;

/** Changes as JSON text. Throws TypeError, before anything is written, if one of them is none. */
export function encodeChanges(changes: readonly Change[]): readonly EncodedChange[] {
  const seen = new Set<string>();
  return changes.map(({ kind, key, value, dueInMs, ifVersion }) => {
    if (!KIND.test(kind)) throw new TypeError('the kind of a record is 1 to 100 of a-z 0-9 : -');
    if (!isKey(key))
      throw new TypeError(`the key of a record is 1 to ${MAX_KEY} code units of well-formed text without NUL`);
    if (dueInMs !== undefined && !Number.isFinite(dueInMs)) throw new TypeError('dueInMs is a number of milliseconds');
    const name = `${kind} ${key}`;
    if (seen.has(name)) throw new TypeError('two changes in one write are of the same record');
    seen.add(name);
    return { kind, key, text: value === undefined ? undefined : encode(value), dueInMs, ifVersion };
  });
}

function isKey(key: unknown): boolean {
  return (
    typeof key === 'string' && key.length > 0 && key.length <= MAX_KEY && key.isWellFormed() && !key.includes('\0')
  );
}

function encode(value: unknown): string {
  const text: unknown = JSON.stringify(value);
  if (typeof text !== 'string') throw new TypeError('the value of a record is something that JSON can say');
  return text;
}
