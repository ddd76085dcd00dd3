import type { RightsEntry } from '../storage/store.js';

interface Change {
  readonly rv: number;
  /** In milliseconds of the monotonic clock. */
  readonly learntAt: number;
}

/** People whose rights have changed within the life of a token, with the version in force. Asked on every request. */
export class ChangedRights {
  // In the order of learning, so that what has had its time stands in front.
  #changes = new Map<string, Change>();

  /** How many people are held. */
  get size(): number {
    return this.#changes.size;
  }

  /** The version in force of a person's rights; undefined if they have not changed of late. */
  versionOf(sub: string): number | undefined {
    return this.#changes.size === 0 ? undefined : this.#changes.get(sub)?.rv;
  }

  /** Whether one of these versions is lower than what is known. */
  areBack(rights: readonly RightsEntry[]): boolean {
    return rights.some(([sub, rv]) => rv < (this.#changes.get(sub)?.rv ?? -1));
  }

  /** Remembers versions that are higher than what is known, and returns those. */
  learn(rights: readonly RightsEntry[], now: number): RightsEntry[] {
    const learnt = rights.filter(([sub, rv]) => rv > (this.#changes.get(sub)?.rv ?? -1));
    for (const [sub, rv] of learnt) {
      if (rv <= (this.#changes.get(sub)?.rv ?? -1)) continue;
      // A map keeps the place of a key that it has: what changed again goes to the end.
      this.#changes.delete(sub);
      this.#changes.set(sub, { rv, learntAt: now });
    }
    return learnt;
  }

  /** Adds what was stored, each with the seconds since it was learnt. The higher version counts, and its time. */
  recall(stored: readonly (readonly [sub: string, rv: number, age: number])[], now: number): void {
    const all = [...this.#changes];
    for (const [sub, rv, age] of stored) {
      if (rv > (this.#changes.get(sub)?.rv ?? -1)) all.push([sub, { rv, learntAt: now - age * 1000 }]);
    }
    // Of two entries of a person the later stands behind, and it has the higher version.
    this.#changes = new Map([...new Map(all)].toSorted(([, left], [, right]) => left.learntAt - right.learntAt));
  }

  /** Lets go of what was learnt before a time: no token from before the change can be alive. */
  prune(until: number): void {
    for (const [sub, { learntAt }] of this.#changes) {
      if (learntAt >= until) return;
      this.#changes.delete(sub);
    }
  }
}
