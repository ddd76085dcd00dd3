interface Place {
  /** Those that ask or compare now; the place goes when the last one goes. */
  guests: number;
  /** Attempts whose decision is due: each may yet be accepted, and then make room. */
  deciding: number;
  comparing: number;
  /** How often room was made. */
  roomsMade: number;
  lastDecision: Promise<unknown>;
  waiting: ((tryAgain: boolean) => void)[];
}

const MAX_WAITING = 64;

/**
 * Lets an attempt beyond the limit wait while others at the same account from the same address are being compared. Each that
 * is right gives its count back, so many right logins at once are not taken for wrong ones.
 */
export class AttemptQueue {
  readonly #places = new Map<string, Place>();

  /** Asks `decide` until the attempt is accepted, or no other is underway that could make room. Accepted ones must `leave`. */
  async admit<T extends { readonly accepted: boolean }>(key: string, decide: () => Promise<T>): Promise<T> {
    const place = this.#enter(key);
    let admitted = false;
    try {
      for (;;) {
        const decision = await this.#inTurn(place, decide);
        admitted = decision.accepted;
        if (admitted || !isHopeful(place) || place.waiting.length >= MAX_WAITING) return decision;
        if (!(await new Promise<boolean>((wakeUp) => place.waiting.push(wakeUp)))) return decision;
      }
    } finally {
      if (!admitted) this.#exit(key, place);
    }
  }

  /** An accepted attempt is over; `roomMade` tells that its count was given back. */
  leave(key: string, roomMade: boolean): void {
    const place = this.#places.get(key);
    if (!place) return;
    place.comparing -= 1;
    if (roomMade) {
      place.roomsMade += 1;
      // The last one lets all try, since nobody after it would.
      wake(place, place.comparing === 0 ? place.waiting.length : 1, true);
    }
    this.#exit(key, place);
  }

  // One at a time: a refused attempt must know of every one that was accepted before it, and of the room made meanwhile.
  #inTurn<T extends { readonly accepted: boolean }>(place: Place, decide: () => Promise<T>): Promise<T> {
    const decision = place.lastDecision.then(async () => {
      try {
        for (;;) {
          const { roomsMade } = place;
          const result = await decide();
          if (result.accepted) place.comparing += 1;
          if (result.accepted || place.roomsMade === roomsMade) return result;
        }
      } finally {
        place.deciding -= 1;
      }
    });
    place.lastDecision = decision.catch(() => undefined);
    return decision;
  }

  #enter(key: string): Place {
    const place = this.#places.get(key) ?? {
      guests: 0,
      deciding: 0,
      comparing: 0,
      roomsMade: 0,
      lastDecision: Promise.resolve(),
      waiting: [],
    };
    this.#places.set(key, place);
    place.guests += 1;
    place.deciding += 1;
    return place;
  }

  #exit(key: string, place: Place): void {
    place.guests -= 1;
    if (!isHopeful(place)) wake(place, place.waiting.length, false);
    if (place.guests === 0) this.#places.delete(key);
  }
}

/** Whether somebody is underway who could make room. */
function isHopeful({ deciding, comparing }: Place): boolean {
  return deciding + comparing > 0;
}

/** Who is told to try again is about to decide from now on. */
function wake(place: Place, count: number, tryAgain: boolean): void {
  const woken = place.waiting.splice(0, count);
  if (tryAgain) place.deciding += woken.length;
  for (const one of woken) one(tryAgain);
}
