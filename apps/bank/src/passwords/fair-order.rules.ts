/** Whom a task is done for: the address it came from (IPv6: the /64), and the account it is about. */
export interface HashPlace {
  readonly address: string;
  readonly account: string;
  /** What takes turns inside the address, where that is not the account. */
  readonly turn?: string;
}

interface Entry<T> {
  readonly item: T;
  readonly place: HashPlace;
}

/**
 * Who is next among those that wait: addresses take turns, and inside an address its accounts do. When all places are taken, the
 * newest task of who holds most of them goes, so that nobody is refused on account of somebody else's flood.
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
    const tasks = lane.get(turnOf(place)) ?? [];
    lane.set(turnOf(place), tasks);
    tasks.push({ item, place });
    this.#size += 1;
    return this.#size > this.places ? this.#removeOfHeaviest(place) : undefined;
  }

  /** Takes out the task whose turn it is. */
  next(): T | undefined {
    const first = firstOf(this.#lanes);
    if (first === undefined) return undefined;
    const [address, lane] = first;
    const [turn, tasks] = firstOf(lane)!;
    const { item } = tasks.shift()!;
    this.#size -= 1;
    lane.delete(turn);
    if (tasks.length > 0) lane.set(turn, tasks);
    this.#lanes.delete(address);
    if (lane.size > 0) this.#lanes.set(address, lane);
    return item;
  }

  #removeOfHeaviest(newcomer: HashPlace): T {
    const all = [...this.#lanes.values()].flatMap((lane) => [...lane.values()].flat());
    const address = heaviest(all, addressOf, newcomer);
    const account = heaviest(all, accountOf, newcomer);
    // An account that is tried from many addresses is one flood, too.
    const ofOne =
      account.weight > address.weight
        ? all.filter(({ place }) => place.account === account.key)
        : all.filter(({ place }) => place.address === address.key);
    const from = heaviest(ofOne, addressOf, newcomer).key;
    const there = ofOne.filter(({ place }) => place.address === from);
    const turn = heaviest(there, turnOf, newcomer).key;
    return this.#remove(there.findLast(({ place }) => turnOf(place) === turn)!);
  }

  #remove(entry: Entry<T>): T {
    const { item, place } = entry;
    const lane = this.#lanes.get(place.address)!;
    const tasks = lane.get(turnOf(place))!;
    tasks.splice(tasks.indexOf(entry), 1);
    this.#size -= 1;
    if (tasks.length === 0) lane.delete(turnOf(place));
    if (lane.size === 0) this.#lanes.delete(place.address);
    return item;
  }
}

function firstOf<K, V>(map: ReadonlyMap<K, V>): [K, V] | undefined {
  for (const entry of map) return entry;
  return undefined;
}

const addressOf = ({ address }: HashPlace): string => address;
const accountOf = ({ account }: HashPlace): string => account;
const turnOf = ({ account, turn }: HashPlace): string => turn ?? account;

/** The address, account or turn with most tasks; among equals the newcomer's, since the others came first, then the last in turn. */
function heaviest<T>(entries: readonly Entry<T>[], by: (place: HashPlace) => string, newcomer: HashPlace) {
  const weights = new Map<string, number>();
  for (const { place } of entries) weights.set(by(place), (weights.get(by(place)) ?? 0) + 1);
  let most = { key: by(newcomer), weight: weights.get(by(newcomer)) ?? 0 };
  for (const [key, weight] of weights) {
    if (weight > most.weight || (weight === most.weight && most.key !== by(newcomer))) most = { key, weight };
  }
  return most;
}
