import { DisplacedNodes } from './displaced-nodes.js';

/** What React marks every node with that it has made. */
const MARK = '__reactFiber$';
const WHOLLY = { childList: true, characterData: true, subtree: true };

/**
 * Lets the page live with others that alter its tree, as translators, password managers and blockers do: what they replaced is
 * put back before React touches it, where they translate it again; what they wrapped is found inside its wrapper; what they took
 * away is ignored. Without this, the first such change crashes the page. Called once, before React renders.
 */
export function tolerateAlteredTree(): void {
  const insertBefore = native<(this: Node, node: Node, before: Node | null) => Node>('insertBefore');
  const removeChild = native<(this: Node, child: Node) => Node>('removeChild');
  const dismissed = new WeakSet<Node>();
  const displaced = new DisplacedNodes((node) => isReacts(node) && !dismissed.has(node));

  const observer = new MutationObserver(learn);
  observer.observe(document, WHOLLY);

  function learn(records: readonly MutationRecord[]): void {
    const changed = displaced.learn(records);
    for (const node of changed) displaced.putBack(node);
    for (const { removedNodes } of records) {
      for (const node of removedNodes) if (isReacts(node)) watch(node);
    }
  }

  /** What nobody sees may change all the same. */
  function watch(node: Node): void {
    if (!dismissed.has(node) && !node.isConnected) observer.observe(node, WHOLLY);
  }

  function recover(node: Node): void {
    learn(observer.takeRecords());
    displaced.putBack(node);
  }

  Node.prototype.removeChild = function <T extends Node>(this: Node, child: T): T {
    if (child.parentNode !== this && isReacts(child)) recover(child);
    if (isReacts(child)) dismissed.add(child);
    const parent = child.parentNode;
    if (parent === this || !isReacts(child)) return removeChild.call(this, child) as T;
    if (parent !== null) {
      removeChild.call(parent, child);
      unwrap(parent, this);
    }
    return child;
  };

  Node.prototype.insertBefore = function <T extends Node>(this: Node, node: T, before: Node | null): T {
    if (before === null || before.parentNode === this || !isReacts(before)) {
      return insertBefore.call(this, node, before) as T;
    }
    recover(before);
    const parent = before.parentNode;
    if (parent !== null) return insertBefore.call(parent, node, before) as T;
    return insertBefore.call(this, node, displaced.placeOf(before, this)) as T;
  };

  /** Takes away the wrapping of something that is gone, unless more is in it. */
  function unwrap(from: Node, upTo: Node): void {
    let wrapping: Node | null = from;
    while (wrapping !== null && wrapping !== upTo && !wrapping.hasChildNodes() && !isReacts(wrapping)) {
      const outer: Node | null = wrapping.parentNode;
      if (outer !== null) removeChild.call(outer, wrapping);
      wrapping = outer;
    }
  }
}

function native<T>(name: keyof Node): T {
  return Reflect.get(Node.prototype, name) as T;
}

let mark: string | undefined;

function isReacts(node: Node): boolean {
  mark ??= Object.keys(node).find((key) => key.startsWith(MARK));
  return mark !== undefined && Object.hasOwn(node, mark);
}
