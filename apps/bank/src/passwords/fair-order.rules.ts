/** Whom a task is done for: the address it came from (IPv6: the /64), and the account it is about. */
export interface HashPlace {
  readonly address: string;
  readonly account: string;
}

interface Entry<T> {
  readonly item: T;
  readonly place: HashPlace;
}

/**
 * Who is next among those that wait: addresses take turns, and inside an address its accounts do. When all places are taken, the
 * newest task of whoever holds most of them goes, so that nobody is refused on account of somebody else's flood.
 */
export class FairOrder<T> {
  // Maps keep the order of insertion: the first lane is the next one, and one that had its turn goes to the end.
  readonly #lanes = new Map<string, Map<string, Entry<T>[]>>();
  #size = 0;

  constructor(private readonly places: number) {}

  get size(): number {
    return this.#size;
  }

  /** Adds a task. Where that is one too many, another has to go and is answered; it may be the one that came. */
  add(item: T, place: HashPlace): T | undefined {
    const lane = this.#lanes.get(place.address) ?? new Map<string, Entry<T>[]>();
    this.#lanes.set(place.address, lane);
    const tasks = lane.get(place.account) ?? [];
    lane.set(place.account, tasks);
    tasks.push({ item, place });
    this.#size += 1;
    return this.#size > this.places ? this.#removeOfHeaviest(place) : undefined;
  }

  /** Takes out the task whose turn it is. */
  next(): T | undefined {
    const first = firstOf(this.#lanes);
    if (first === undefined) return undefined;
    const [address, lane] = first;
    const [account, tasks] = firstOf(lane)!;
    const { item } = tasks.shift()!;
    this.#size -= 1;
    lane.delete(account);
    if (tasks.length > 0) lane.set(account, tasks);
    this.#lanes.delete(address);
    if (lane.size > 0) this.#lanes.set(address, lane);
    return item;
  }

  #removeOfHeaviest(newcomer: HashPlace): T {
    const all = [...this.#lanes.values()].flatMap((lane) => [...lane.values()].flat());
    const address = heaviest(all, 'address', newcomer);
    const account = heaviest(all, 'account', newcomer);
    // An account that is tried from many addresses is one flood, too.
    const ofOne =
      account.weight > address.weight
        ? all.filter(({ place }) => place.account === account.key)
        : all.filter(({ place }) => place.address === address.key);
    const from = heaviest(ofOne, 'address', newcomer).key;
    const about = heaviest(
      ofOne.filter(({ place }) => place.address === from),
      'account',
      newcomer,
    ).key;
    return this.#removeNewest(from, about);
  }

  #removeNewest(address: string, account: string): T {
    const lane = this.#lanes.get(address)!;
    const tasks = lane.get(account)!;
    const { item } = tasks.pop()!;
    this.#size -= 1;
    if (tasks.length === 0) lane.delete(account);
    if (lane.size === 0) this.#lanes.delete(address);
    return item;
  }
}

function firstOf<K, V>(map: ReadonlyMap<K, V>): [K, V] | undefined {
  for (const entry of map) return entry;
  return undefined;
}

/** The address or account with most tasks; among equals the newcomer's, since the others came first, then the last in turn. */
function heaviest<T>(entries: readonly Entry<T>[], by: keyof HashPlace, newcomer: HashPlace) {
  const weights = new Map<string, number>();
  for (const { place } of entries) weights.set(place[by], (weights.get(place[by]) ?? 0) + 1);
  let most = { key: newcomer[by], weight: weights.get(newcomer[by]) ?? 0 };
  for (const [key, weight] of weights) {
    if (weight > most.weight || (weight === most.weight && most.key !== newcomer[by])) most = { key, weight };
  }
  return most;
}
