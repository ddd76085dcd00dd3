import type { ReplicaReport } from '../contract/key-report.js';
import { DeletionRecords } from './deletion-records.js';
import { FeedRecords } from './feed-records.js';
import { LogoutRecords } from './logout-records.js';
import type { Store } from './record-store.js';
import { ReplicaRecords, type ReplicaWords } from './replica-records.js';
import type { VerifierStore } from './store.js';

/** Whose records {@link verifierStore} keeps, and for how long. */
export interface VerifierStoreOptions {
  /** The service's id: services that share a store have nothing else in common there. */
  readonly audience: string;
  /** Whose feed is kept; another bank's has another place. */
  readonly issuer: string;
  /** Seconds for which a session is held as revoked: the life of a token and some minutes, `revocationSeconds(tokenTtl)`. */
  readonly keptSeconds: number;
  /** Seconds that a session lasts at most. */
  readonly sessionAbsolute: number;
}

/** Everything that a service keeps in a {@link Store}. Every method rejects while the store cannot do its work. */
export interface ServiceStore extends VerifierStore {
  /** Keeps the last of something that was fetched, for a start without the bank. */
  keep(what: KeptDocument, value: unknown): Promise<void>;
  /** What any replica kept last, as JSON brought it back: to be checked like an answer. Undefined before the first. */
  recall(what: KeptDocument): Promise<unknown>;
  /** Says that a replica is alive, and what it verifies with; to be said every five seconds. */
  report(replica: ReplicaWords): Promise<void>;
  /** Takes back what a replica said: it ends. */
  withdraw(instance: string): Promise<void>;
  /** The replicas that reported within the last 30 seconds, by name. */
  replicas(): Promise<ReplicaReport[]>;
}

/** What is fetched from the bank and kept whole. */
export type KeptDocument = 'services' | 'jwks';

/** Keeps everything of one service as records of a store, which other services may share. */
export function verifierStore(store: Store, options: VerifierStoreOptions): ServiceStore {
  const kind = (name: string): string => `${options.audience}:${name}`;
  const deletions = kind('deletions');
  const replicas = new ReplicaRecords(store, kind('replicas'));
  const kinds = { feed: kind('feed'), revoked: kind('revoked'), rights: kind('rights'), deletions };
  return {
    feed: new FeedRecords(store, kinds, options.issuer, options.keptSeconds),
    deletions: new DeletionRecords(store, deletions),
    logouts: new LogoutRecords(store, { ended: kind('ended'), logouts: kind('logouts') }, options),
    async keep(what, value) {
      await store.write([{ kind: kind('kept'), key: what, value }]);
    },
    async recall(what) {
      const [record] = await store.read(kind('kept'), [what]);
      return record?.value;
    },
    report: (replica) => replicas.put(replica),
    withdraw: (instance) => replicas.remove(instance),
    replicas: () => replicas.seen(),
  };
}
