/** A store cannot do its work now, or not as it is set up; the message says why, and names no value and no password. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** What everything after `close` is rejected with. */
export const storeClosed = (): StoreError => new StoreError('this store was closed');
