import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Metrics, Readiness } from '@latchkey/service';
import type { HashPlace } from '../passwords/fair-order.rules.js';
import { readScheme } from '../passwords/password.rules.js';
import { PasswordsService, type StoredHashes } from '../passwords/passwords.service.js';
import { UserRepository, type StoredUser } from './user.repository.js';

const FRESH_MS = 10_000;

/** Decides whether a password is somebody's, with work that follows from how all stored hashes were made, and keeps hashes up to date. */
@Injectable()
export class CredentialsService implements OnModuleInit {
  #stored: StoredHashes = { cost: 0, havePlain: true };
  #missing: readonly string[] = [];
  #readAt = -Infinity;
  #reading: Promise<void> | undefined;
  readonly #log = new Logger('passwords');

  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordsService,
    readiness: Readiness,
    metrics: Metrics,
  ) {
    const named = 'Keys of PASSWORD_PEPPER that stored hashes need and this process lacks.';
    metrics.gauge('latchkey_password_keys_missing', named, [], (gauge) => gauge.set(this.#missing.length));
    readiness.add('passwords', () => {
      if (this.#isStale()) void this.#refresh();
      return { ok: this.#missing.length === 0, detail: { keysMissing: this.#missing.length } };
    });
  }

  onModuleInit(): Promise<void> {
    return this.#refresh();
  }

  /** Whether this is the password of the user; without a user it is not, after the same work. */
  async areRight(user: StoredUser | undefined, password: string, place: HashPlace): Promise<boolean> {
    if (this.#isStale()) await this.#refresh();
    const verdict = await this.passwords.verify({ password, hash: user?.passwordHash }, this.#stored, place);
    if (user === undefined || verdict === 'wrong') return false;
    // Not before the answer: how long that takes would tell how old the hash is.
    if (verdict === 'outdated') void this.#replaceHash(user, password, place);
    return true;
  }

  async #replaceHash({ id, passwordHash }: StoredUser, password: string, place: HashPlace): Promise<void> {
    try {
      await this.users.replaceHash(id, passwordHash, await this.passwords.hash(password, place));
    } catch {
      // The login was right all the same; the next one tries again.
    }
  }

  #isStale(): boolean {
    return performance.now() - this.#readAt > FRESH_MS;
  }

  #refresh(): Promise<void> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #read(): Promise<void> {
    try {
      const schemes = (await this.users.hashSchemes()).map(readScheme).filter((scheme) => scheme !== undefined);
      this.#stored = {
        cost: Math.max(0, ...schemes.map(({ cost }) => cost)),
        havePlain: schemes.some(({ kid }) => kid === undefined),
      };
      this.#noteMissing(schemes.flatMap(({ kid }) => (kid === undefined || this.passwords.knows(kid) ? [] : [kid])));
      this.#readAt = performance.now();
    } catch {
      // The database is away: what was known goes on, and anyone who logs in hears of it elsewhere.
    }
  }

  #noteMissing(missing: readonly string[]): void {
    const kids = [...new Set(missing)];
    const isNews = kids.some((kid) => !this.#missing.includes(kid));
    this.#missing = kids;
    if (isNews)
      this.#log.error(`PASSWORD_PEPPER lacks a secret that stored passwords were hashed with: ${kids.join(', ')}`);
  }
}
