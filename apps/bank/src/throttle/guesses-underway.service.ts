import { Injectable } from '@nestjs/common';

interface Place {
  /** Those that ask or compare now; the place goes when the last one goes. */
  guests: number;
  comparing: number;
  lastDecision: Promise<unknown>;
  waiting: ((tryAgain: boolean) => void)[];
}

const MAX_WAITING = 64;

/**
 * Lets a guess beyond the limit wait while others at the same account from the same address are being compared. Each that
 * is right gives its count back, so many right logins at once are not taken for wrong ones.
 */
@Injectable()
export class GuessesUnderwayService {
  readonly #places = new Map<string, Place>();

  /** Asks `decide` until the guess is accepted, or no other is underway that could make room. Accepted ones must `leave`. */
  async admit<T extends { readonly accepted: boolean }>(key: string, decide: () => Promise<T>): Promise<T> {
    const place = this.#enter(key);
    let admitted = false;
    try {
      for (;;) {
        const decision = await this.#inTurn(place, decide);
        admitted = decision.accepted;
        if (admitted || place.comparing === 0 || place.waiting.length >= MAX_WAITING) return decision;
        if (!(await new Promise<boolean>((wake) => place.waiting.push(wake)))) return decision;
      }
    } finally {
      if (!admitted) this.#exit(key, place);
    }
  }

  /** An accepted guess is over; `roomMade` tells that its count was given back. */
  leave(key: string, roomMade: boolean): void {
    const place = this.#places.get(key);
    if (!place) return;
    place.comparing -= 1;
    const woken = place.comparing === 0 ? place.waiting.splice(0) : place.waiting.splice(0, roomMade ? 1 : 0);
    for (const wake of woken) wake(roomMade);
    this.#exit(key, place);
  }

  // One decision at a time: a refused guess must know of every one that was accepted before it.
  #inTurn<T extends { readonly accepted: boolean }>(place: Place, decide: () => Promise<T>): Promise<T> {
    const decision = place.lastDecision.then(decide).then((result) => {
      if (result.accepted) place.comparing += 1;
      return result;
    });
    place.lastDecision = decision.catch(() => undefined);
    return decision;
  }

  #enter(key: string): Place {
    const place = this.#places.get(key) ?? { guests: 0, comparing: 0, lastDecision: Promise.resolve(), waiting: [] };
    this.#places.set(key, place);
    place.guests += 1;
    return place;
  }

  #exit(key: string, place: Place): void {
    place.guests -= 1;
    if (place.guests === 0) this.#places.delete(key);
  }
}
