import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@latchkey/service';
import type { BankConfig } from '../bank.config.js';
import { RefreshRepository, type SessionAndUser, type Rotation, type RotationLimits } from './refresh.repository.js';
import { LEAST_SECONDS } from './refresh.rules.js';

// Two: while one statement waits for the disk, the other is worked on.
const LANES = 2;
const MOST_AT_ONCE = 100;

interface Waiting {
  readonly rotation: Rotation;
  readonly resolve: (session: SessionAndUser | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Sends rotations to the database: what arrives while statements are under way goes with the next one, in one commit. */
@Injectable()
export class RotationsService {
  readonly #limits: RotationLimits;
  readonly #waiting: Waiting[] = [];
  #underway = 0;

  constructor(
    private readonly sessions: RefreshRepository,
    @Inject(CONFIG) config: BankConfig,
  ) {
    this.#limits = { leastSeconds: LEAST_SECONDS, idleSeconds: config.SESSION_IDLE };
  }

  /** Replaces a token in company; undefined if its row did not agree, or is held by somebody else at this moment. */
  rotateBatched(rotation: Rotation): Promise<SessionAndUser | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ rotation, resolve, reject });
      if (this.#underway < LANES) void this.#send();
    });
  }

  /** Replaces a token by itself, and waits for its row; undefined if that did not agree. */
  rotateOne(rotation: Rotation): Promise<SessionAndUser | undefined> {
    return this.sessions.rotateWaiting(rotation, this.#limits);
  }

  async #send(): Promise<void> {
    this.#underway += 1;
    for (let batch = this.#next(); batch.length > 0; batch = this.#next()) {
      try {
        const rotations = batch.map(({ rotation }) => rotation);
        const sessions = await this.sessions.rotateFree(rotations, this.#limits);
        batch.forEach(({ resolve }, index) => resolve(sessions[index]));
      } catch (error) {
        // What is wrong with the database is wrong for those behind as well; they need not wait to hear it.
        for (const { reject } of [...batch, ...this.#waiting.splice(0)]) reject(error);
      }
    }
    this.#underway -= 1;
  }

  #next(): Waiting[] {
    return this.#waiting.splice(0, MOST_AT_ONCE);
  }
}
