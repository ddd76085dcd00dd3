import type { ReplicaReport } from '../contract/key-report.js';
import type { Store } from './record-store.js';

/** Milliseconds after which a replica that said nothing is taken for gone. */
const SEEN_WITHIN_MS = 30_000;
/** Milliseconds after which nothing is left of it. */
const FORGOTTEN_AFTER_MS = 60_000;

/** What a replica says of itself. */
export type ReplicaWords = Omit<ReplicaReport, 'seenAt'>;

/** The replicas of a service, each as a record. */
export class ReplicaRecords {
  constructor(
    private readonly store: Store,
    private readonly kind: string,
  ) {}

  /** Writes what a replica says of itself, and drops those that have long said nothing. */
  async put({ instance, ...words }: ReplicaWords): Promise<void> {
    const { kind } = this;
    const others = (await this.store.read(kind)).filter(({ key }) => key !== instance);
    const gone = others.filter(({ ageMs }) => ageMs > FORGOTTEN_AFTER_MS);
    await this.store.write([{ kind, key: instance, value: words }, ...gone.map(({ key }) => ({ kind, key }))]);
  }

  async remove(instance: string): Promise<void> {
    await this.store.write([{ kind: this.kind, key: instance }]);
  }

  /** Those that were seen lately, by name. */
  async seen(): Promise<ReplicaReport[]> {
    const now = Date.now();
    return (await this.store.read(this.kind))
      .filter(({ ageMs }) => ageMs <= SEEN_WITHIN_MS)
      .map(({ key, value, ageMs }) => ({
        ...(value as Omit<ReplicaWords, 'instance'>),
        instance: key,
        seenAt: new Date(now - ageMs).toISOString(),
      }))
      .toSorted((one, other) => (one.instance < other.instance ? -1 : 1));
  }
}
