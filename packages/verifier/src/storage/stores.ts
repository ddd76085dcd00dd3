export { FolderStore } from './folder-store.js';
export { PostgresStore, type PostgresStoreOptions } from './postgres-store.js';
export { MemoryStore } from './memory-store.js';
export type { RecordChange, Store, StoredRecord } from './record-store.js';
export { StoreError } from './store-error.js';
export { verifierStore, type KeptDocument, type ServiceStore, type VerifierStoreOptions } from './verifier-store.js';
export type { ReplicaWords } from './replica-records.js';
