import type { Store } from '../record-store.js';

/** Opens a store: within one case each call opens another instance on the same data, which is empty at first. */
export type MakeStore = () => Store | Promise<Store>;

/** Something that every store does; rejects with an `AssertionError` if this one does not. */
export interface StoreCase {
  readonly name: string;
  /** How many instances are open at the same data, at once or one after the other; a store of one process skips what needs 2. */
  readonly instances: 1 | 2;
  /** Closes what it opens. Two runs never share data. */
  run(makeStore: MakeStore): Promise<void>;
}

/** Opens one more instance. */
export type Open = () => Promise<Store>;

/** A case on instances that are closed at its end. */
export function storeCase(name: string, instances: 1 | 2, body: (open: Open) => Promise<void>): StoreCase {
  const run = async (makeStore: MakeStore): Promise<void> => {
    const opened: Store[] = [];
    try {
      await body(async () => {
        const store = await makeStore();
        opened.push(store);
        return store;
      });
    } finally {
      await Promise.all(opened.map((store) => store.close()));
    }
  };
  return { name, instances, run };
}
