import { createHmac, createSecretKey, hash, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@latchkey/service';
import { refreshSecrets, type RefreshConfig } from './refresh-secret.config.js';
import { readRefreshToken, writeRefreshToken, type RefreshTokenParts } from './refresh-token.rules.js';

/** A refresh token that was just made, and what the session's row keeps of it. */
export interface NewRefreshToken {
  readonly text: string;
  readonly generation: number;
  readonly kid: string;
  /** SHA-256 of the seed: the row cannot be turned into a token. */
  readonly seedHash: Buffer;
}

/** Which refresh token came, or why it is none; only the first case is authentic. */
export type PresentedToken =
  | { readonly is: 'authentic'; readonly parts: RefreshTokenParts; readonly seedHash: Buffer }
  | { readonly is: 'malformed' | 'unknown_kid' | 'forged' };

interface RefreshKey {
  readonly kid: string;
  readonly key: KeyObject;
}

/** Makes and proves refresh tokens with the bank's own keys. Needs no database: a forged token costs one HMAC. */
@Injectable()
export class RefreshTokensService {
  readonly #signing: RefreshKey;
  readonly #byKid: ReadonlyMap<string, RefreshKey>;

  constructor(@Inject(CONFIG) config: RefreshConfig) {
    const keys = refreshSecrets(config).map(refreshKey);
    this.#signing = keys[0]!;
    this.#byKid = new Map(keys.map((key) => [key.kid, key]));
  }

  /** The first token of a session. */
  first(sid: string): NewRefreshToken {
    return made(this.#signing, sid, 1, randomBytes(32).toString('base64url'));
  }

  /** Reads and proves a token. */
  prove(text: string): PresentedToken {
    const parts = readRefreshToken(text);
    if (parts === undefined) return { is: 'malformed' };
    const key = this.#byKid.get(parts.kid);
    if (key === undefined) return { is: 'unknown_kid' };
    const expected = Buffer.from(macOf(key, parts.sid, parts.generation, parts.seed));
    if (!timingSafeEqual(expected, Buffer.from(parts.mac))) return { is: 'forged' };
    return { is: 'authentic', parts, seedHash: seedHash(parts.seed) };
  }

  /**
   * The one successor of a proven token under a key: made of the token alone, so that anyone who holds the token gets the
   * same one again. Undefined if this process does not know the key.
   */
  successor(
    { sid, generation, seed }: RefreshTokenParts,
    kid: string = this.#signing.kid,
  ): NewRefreshToken | undefined {
    const key = this.#byKid.get(kid);
    if (key === undefined) return undefined;
    return made(key, sid, generation + 1, hmac(key, `successor|${sid}|${generation}|${seed}`));
  }
}

function refreshKey(secret: string): RefreshKey {
  const bytes = Buffer.from(secret, 'utf8');
  return { kid: hash('sha256', bytes, 'base64url').slice(0, 16), key: createSecretKey(bytes) };
}

function made(key: RefreshKey, sid: string, generation: number, seed: string): NewRefreshToken {
  const { kid } = key;
  const text = writeRefreshToken({ kid, sid, generation, seed, mac: macOf(key, sid, generation, seed) });
  return { text, generation, kid, seedHash: seedHash(seed) };
}

function macOf(key: RefreshKey, sid: string, generation: number, seed: string): string {
  return hmac(key, `${sid}|${generation}|${seed}`);
}

// What is signed here and what a successor is made of can never be the same text: a sid is no word.
function hmac({ key }: RefreshKey, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

function seedHash(seed: string): Buffer {
  return hash('sha256', seed, 'buffer');
}
