import { claimCounted, type Counted } from './counted-claims.js';
import type { RecordChange, Store, StoredRecord } from './record-store.js';
import type { ClaimedLogout, Logout, LogoutStore } from './store.js';
import { untilWritten } from './until-written.js';

/** Milliseconds for which a claimed logout is left to its claimer; longer than the bank may take to answer. */
const LEASE_MS = 5_000;

/** What logouts are kept as. */
export interface LogoutKinds {
  readonly ended: string;
  readonly logouts: string;
}

/** How long logouts are kept, in seconds. */
export interface LogoutTimes {
  readonly keptSeconds: number;
  readonly sessionAbsolute: number;
}

interface QueuedLogout extends Omit<Logout, 'sid'>, Counted {
  /** The session's absolute limit, in milliseconds since 1970: afterwards there is nothing left to end. */
  readonly expiresAt: number;
}

/** Sessions that were ended here and logouts for the bank, each as a record. */
export class LogoutRecords implements LogoutStore {
  constructor(
    private readonly store: Store,
    private readonly kinds: LogoutKinds,
    private readonly times: LogoutTimes,
  ) {}

  async add({ sid, sub, token, everywhere }: Logout, authTime: number): Promise<void> {
    const expiresAt = (authTime + this.times.sessionAbsolute) * 1000;
    let held: StoredRecord | undefined;
    await untilWritten(async () => {
      const value: QueuedLogout = { sub, token, everywhere: everywhere || isEverywhere(held), tries: 0, expiresAt };
      const queued = { kind: this.kinds.logouts, key: sid, value, dueInMs: 0, ifVersion: held?.version ?? null };
      const isWritten = await this.store.write([this.#ended(sid), queued]);
      // Most are the first of their session, and need no reading.
      if (!isWritten) [held] = await this.store.read(this.kinds.logouts, [sid]);
      return isWritten;
    });
  }

  async revoked(): Promise<string[]> {
    return (await this.store.read(this.kinds.ended)).map(({ key }) => key);
  }

  async forget(sids: readonly string[]): Promise<void> {
    await this.store.write([...new Set(sids)].map((key) => ({ kind: this.kinds.ended, key })));
  }

  async claim(limit: number): Promise<ClaimedLogout[]> {
    const claimed = await claimCounted<QueuedLogout>(this.store, this.kinds.logouts, limit, LEASE_MS);
    const alive = claimed.filter(({ value }) => value.expiresAt > Date.now());
    return alive.map(({ key, value: { sub, token, everywhere, tries } }) => ({
      sid: key,
      sub,
      token,
      everywhere,
      tries,
    }));
  }

  /** From now on the session's last token lives as long as any. */
  async settle({ sid, everywhere }: Logout): Promise<void> {
    await untilWritten(async () => {
      const [queued] = await this.store.read(this.kinds.logouts, [sid]);
      const [ended] = await this.store.read(this.kinds.ended, [sid]);
      const changes: RecordChange[] = [];
      if (queued !== undefined && isEverywhere(queued) === everywhere)
        changes.push({ kind: this.kinds.logouts, key: sid, ifVersion: queued.version });
      if (ended !== undefined) changes.push({ ...this.#ended(sid), ifVersion: ended.version });
      return changes.length === 0 || this.store.write(changes);
    });
  }

  /** One that was ended again meanwhile comes up at once. */
  async postpone({ sid, everywhere }: Logout, milliseconds: number): Promise<void> {
    const [queued] = await this.store.read(this.kinds.logouts, [sid]);
    if (queued === undefined || isEverywhere(queued) !== everywhere) return;
    const { kind, key, value, version } = queued;
    await this.store.write([{ kind, key, value, dueInMs: milliseconds, ifVersion: version }]);
  }

  async countPending(): Promise<number> {
    return (await this.store.read(this.kinds.logouts)).length;
  }

  /** Drops what has outlived its session. What the bank was not told of is held, for it may still renew the session. */
  async sweep(): Promise<void> {
    const queued = await this.store.read(this.kinds.logouts);
    const over = queued.filter(({ value }) => (value as QueuedLogout).expiresAt <= Date.now());
    await this.#drop(over);
    const waiting = new Set(queued.map(({ key }) => key));
    for (const { key } of over) waiting.delete(key);
    const ended = await this.store.read(this.kinds.ended);
    await this.#drop(ended.filter(({ key, ageMs }) => ageMs >= this.times.keptSeconds * 1000 && !waiting.has(key)));
  }

  watch(listener: () => void): { close(): Promise<void> } {
    const end = this.store.watch((kind) => {
      if (kind === this.kinds.ended) listener();
    });
    return { close: async () => end() };
  }

  #ended(sid: string): RecordChange {
    return { kind: this.kinds.ended, key: sid, value: true };
  }

  // All of it or, if a replica has changed one meanwhile, nothing until the next time.
  async #drop(records: readonly StoredRecord[]): Promise<void> {
    if (records.length === 0) return;
    await this.store.write(records.map(({ kind, key, version }) => ({ kind, key, ifVersion: version })));
  }
}

function isEverywhere(record: StoredRecord | undefined): boolean {
  return record !== undefined && (record.value as QueuedLogout).everywhere;
}
