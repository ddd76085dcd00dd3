/** Neighbours that others took out of the page, with what they put there instead. */
interface Displaced {
  readonly parent: Node;
  nodes: Node[];
  standIns: Node[];
  previous: Node | null;
  next: Node | null;
}

const MOST_NEIGHBOURS = 100;

/** Remembers which of the page's own nodes others took away, and puts them back. */
export class DisplacedNodes {
  readonly #isOwn: (node: Node) => boolean;
  readonly #taken = new WeakMap<Node, Displaced>();
  readonly #stood = new WeakMap<Node, Displaced>();

  /**
   * @param isOwn - whether a node is the page's and is still wanted by it
   */
  constructor(isOwn: (node: Node) => boolean) {
    this.#isOwn = isOwn;
  }

  /** Takes note of what happened to the tree; answers what the page has changed while it was out of it. */
  learn(records: readonly MutationRecord[]): readonly Node[] {
    const lost: Displaced[] = [];
    const strange: MutationRecord[] = [];
    const changed = new Set<Node>();
    for (const record of records) {
      // Changes from before it was taken out are part of it.
      const root = record.target.isConnected ? undefined : record.target.getRootNode();
      if (root !== undefined && this.#taken.has(root)) changed.add(root);
      if (record.type !== 'childList') continue;
      const own = [...record.removedNodes].filter(this.#isOwn);
      if (own.length > 0) lost.push(this.#take(record, own, lost, strange));
      else this.#replace(record, lost);
      if (this.#strangersIn(record).length > 0) strange.push(record);
    }
    return [...changed].filter((node) => node.parentNode === null && this.#isOwn(node));
  }

  /** Puts a node back in the place of what stands there now, with all that was taken away together with it. */
  putBack(node: Node): void {
    const displaced = this.#taken.get(node);
    const standIns = displaced?.standIns.filter((one) => one.parentNode !== null) ?? [];
    const [first] = standIns;
    if (displaced === undefined || first === undefined || node.parentNode !== null) return;
    for (const one of displaced.nodes) {
      if (one.parentNode === null && this.#isOwn(one)) (first as ChildNode).before(one);
    }
    for (const one of standIns) (one as ChildNode).remove();
    for (const one of displaced.nodes) this.#taken.delete(one);
  }

  /** The child of `parent` before which a node would stand that is gone for good; null for its end. */
  placeOf(node: Node, parent: Node): Node | null {
    let next = this.#taken.get(node)?.next ?? null;
    for (let count = 0; next !== null && next.parentNode !== parent && count < MOST_NEIGHBOURS; count += 1) {
      next = this.#taken.get(next)?.next ?? null;
    }
    return next?.parentNode === parent ? next : null;
  }

  #take(
    record: MutationRecord,
    own: Node[],
    lost: readonly Displaced[],
    strange: readonly MutationRecord[],
  ): Displaced {
    const { target: parent, previousSibling: previous, nextSibling: next } = record;
    // Neighbours that go one by one count as one removal.
    const neighbour = lost.find((one) => one.standIns.length === 0 && one.parent === parent && isBeside(one, own));
    const displaced = neighbour ?? { parent, nodes: [], standIns: [], previous, next };
    if (neighbour?.previous === own.at(-1)) displaced.nodes.unshift(...own);
    else displaced.nodes.push(...own);
    Object.assign(displaced, { previous, next });
    // A replacement may be added before the original is removed.
    const before = strange.find((one) => one.target === parent && isBetween(one, own));
    this.#substitute(displaced, [...this.#strangersIn(record), ...(before ? this.#strangersIn(before) : [])]);
    for (const node of own) this.#taken.set(node, displaced);
    return displaced;
  }

  #replace(record: MutationRecord, lost: readonly Displaced[]): void {
    const strangers = this.#strangersIn(record);
    if (strangers.length === 0) return;
    // A replacement may itself be replaced, as by a second language.
    const stood = [...record.removedNodes].map((node) => this.#stood.get(node)).find((one) => one !== undefined);
    const { target, previousSibling, nextSibling } = record;
    const here = lost.find(
      ({ parent, previous, next }) => parent === target && previous === previousSibling && next === nextSibling,
    );
    const displaced = stood ?? here;
    if (displaced !== undefined) this.#substitute(displaced, strangers);
  }

  #substitute(displaced: Displaced, standIns: readonly Node[]): void {
    displaced.standIns.push(...standIns);
    for (const node of standIns) this.#stood.set(node, displaced);
  }

  #strangersIn({ addedNodes }: MutationRecord): Node[] {
    return [...addedNodes].filter((node) => !this.#isOwn(node));
  }
}

function isBeside({ previous, next }: Displaced, own: readonly Node[]): boolean {
  return next === own[0] || previous === own.at(-1);
}

function isBetween({ previousSibling, nextSibling }: MutationRecord, own: readonly Node[]): boolean {
  return own.some((node) => node === previousSibling || node === nextSibling);
}
