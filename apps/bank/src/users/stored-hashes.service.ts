import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Metrics, Readiness } from '@latchkey/service';
import { readScheme } from '../passwords/password.rules.js';
import { PasswordsService, type StoredHashes } from '../passwords/passwords.service.js';
import { UserRepository } from './user.repository.js';

const FRESH_MS = 10_000;

/** Knows how the stored hashes were made, over all users: the work of a login follows from it, and whether it can be done. */
@Injectable()
export class StoredHashesService implements OnModuleInit {
  #known: StoredHashes = { cost: 0, havePlain: true };
  #unreadable: readonly string[] = [];
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
    metrics.gauge('latchkey_password_keys_missing', named, [], (gauge) => gauge.set(this.#unreadable.length));
    readiness.add('passwords', () => {
      if (this.#isStale()) void this.#refresh();
      return { ok: this.#unreadable.length === 0, detail: { keysMissing: this.#unreadable.length } };
    });
  }

  onModuleInit(): Promise<void> {
    return this.#refresh();
  }

  /** What is known of them, at most some seconds old. */
  async known(): Promise<StoredHashes> {
    if (this.#isStale()) await this.#refresh();
    return this.#known;
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
      this.#known = {
        cost: Math.max(0, ...schemes.map(({ cost }) => cost)),
        havePlain: schemes.some(({ kid }) => kid === undefined),
      };
      this.#note(schemes.flatMap(({ kid }) => (kid === undefined || this.passwords.knows(kid) ? [] : [kid])));
      this.#readAt = performance.now();
    } catch {
      // The database is away: what was known goes on, and whoever logs in hears of it elsewhere.
    }
  }

  #note(missing: readonly string[]): void {
    const kids = [...new Set(missing)];
    const isNews = kids.some((kid) => !this.#unreadable.includes(kid));
    this.#unreadable = kids;
    if (isNews)
      this.#log.error(`PASSWORD_PEPPER lacks a secret that stored passwords were hashed with: ${kids.join(', ')}`);
  }
}
