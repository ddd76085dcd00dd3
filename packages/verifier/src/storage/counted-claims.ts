import type { Store, StoredRecord } from './record-store.js';

/** What counts its tries. */
export interface Counted {
  /** How often it was claimed. */
  readonly tries: number;
}

/** A claimed record, with this try counted. */
export interface CountedClaim<V extends Counted> {
  readonly key: string;
  readonly value: V;
}

/** Claims records, and counts the try in each; leaves one alone that another replica has changed since. */
export async function claimCounted<V extends Counted>(
  store: Store,
  kind: string,
  limit: number,
  leaseMs: number,
): Promise<CountedClaim<V>[]> {
  const claimed = await store.claim(kind, limit, leaseMs);
  const counted = await Promise.all(
    claimed.map(async (record: StoredRecord) => {
      const { key, version } = record;
      const value = { ...(record.value as V), tries: (record.value as V).tries + 1 };
      const isOurs = await store.write([{ kind, key, value, dueInMs: leaseMs, ifVersion: version }]);
      return isOurs ? { key, value } : undefined;
    }),
  );
  return counted.filter((one) => one !== undefined);
}
