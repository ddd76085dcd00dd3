import { setTimeout as sleep } from 'node:timers/promises';
import type { LatchkeyOptions } from './latchkey-options.js';
import { standardLog } from '../log/log.js';
import { defaultCookieDomain } from '../options/address-options.rules.js';
import { USUAL_SECONDS } from '../options/options.rules.js';
import { ReplicaReporter } from '../replicas/replica-reporter.js';
import { revocationSeconds } from '../revocations/feed.rules.js';
import { ServiceList } from '../services/service-list.js';
import { ServicesClient } from '../services/services.client.js';
import { MemoryStore } from '../storage/memory-store.js';
import { verifierStore } from '../storage/verifier-store.js';
import { Verifier } from '../verifier.js';
import { OwnAddress } from './own-address.js';
import { PendingCounts } from './pending-counts.js';
import { WatchedStore } from './watched-store.js';

/** A stop does not wait longer than this for a store that hangs. */
const FAREWELL_WITHIN_MS = 2_000;

/** What one service of a deployment is made of. */
export class ServiceParts {
  readonly store: WatchedStore;
  readonly services: ServiceList;
  readonly address: OwnAddress;
  readonly verifier: Verifier;
  readonly replicas: ReplicaReporter;
  readonly pending: PendingCounts;
  readonly issuer: string;
  readonly audience: string;
  readonly cookieDomain: string;
  readonly tokenTtl: number;
  readonly sessionAbsolute: number;
  readonly opsToken: string | undefined;

  /** @param options that are good */
  constructor(options: LatchkeyOptions) {
    const { issuer, audience, publicUrl, bankUrl, serviceKeyFile, onDeleted, log = standardLog } = options;
    this.issuer = issuer;
    this.audience = audience;
    this.cookieDomain = options.cookieDomain ?? defaultCookieDomain(issuer);
    this.tokenTtl = options.tokenTtl ?? USUAL_SECONDS.tokenTtl;
    this.sessionAbsolute = options.sessionAbsolute ?? USUAL_SECONDS.sessionAbsolute;
    this.opsToken = options.opsToken;
    const { cookieDomain, tokenTtl, sessionAbsolute } = this;
    this.store = new WatchedStore(options.store ?? new MemoryStore(), log);
    const keptSeconds = revocationSeconds(tokenTtl);
    const store = verifierStore(this.store, { issuer, audience, keptSeconds, sessionAbsolute });
    const bank = { who: 'the bank', url: new URL(bankUrl ?? issuer), setting: 'bankUrl' };
    this.services = new ServiceList({
      client: new ServicesClient(bank.url),
      store: {
        load: async () => listOf(await store.recall('services')),
        save: (services) => store.keep('services', services),
      },
      facts: { cookieDomain, issuer },
      bank,
      log,
    });
    this.address = new OwnAddress(publicUrl, audience, this.services);
    this.verifier = new Verifier({
      issuer,
      audience,
      keys: options.keys,
      pages: this.address,
      store,
      tokenTtl,
      sessionAbsolute,
      log,
      ...(bankUrl !== undefined && { bankUrl }),
      ...(serviceKeyFile !== undefined && { serviceKeyFile }),
      ...(onDeleted !== undefined && { onDeleted }),
    });
    const { keys, revoked } = this.verifier;
    this.replicas = new ReplicaReporter({ keys, feedAge: () => revoked.age(), store, log });
    this.pending = new PendingCounts(this.verifier);
  }

  /** Begins to follow the bank. Waits for the store, as long as one call may take, and never for the bank. */
  async start(): Promise<void> {
    this.replicas.start();
    this.pending.start();
    await Promise.all([this.verifier.start(), this.services.start()]);
  }

  async stop(): Promise<void> {
    this.services.stop();
    this.pending.stop();
    const stopped = Promise.all([this.replicas.stop(), this.verifier.stop()]);
    await Promise.race([stopped, sleep(FAREWELL_WITHIN_MS, undefined, { ref: false })]);
  }
}

function listOf(stored: unknown): readonly unknown[] | undefined {
  return Array.isArray(stored) ? stored : undefined;
}
