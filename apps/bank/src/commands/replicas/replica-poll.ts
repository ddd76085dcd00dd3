import { setTimeout as wait } from 'node:timers/promises';
import type { RegistryEntry } from '../../registry/registry.contract.js';
import { askService } from './replica-report.client.js';
import type { PolledService } from './polled-service.contract.js';

const EVERY_MS = 500;

/** What there is to ask: the services, where they are reached if not at their url, and by what right. */
export interface Asking {
  readonly services: readonly RegistryEntry[];
  readonly at: ReadonlyMap<string, string>;
  readonly opsTokenOf: (service: string) => string | undefined;
}

/** Asks the services until their replicas are as they should be. */
export class ReplicaPoll {
  /** What they answered last. */
  last: readonly PolledService[] | undefined;

  constructor(private readonly asking: () => Asking) {}

  async ask(): Promise<readonly PolledService[]> {
    const { services, at, opsTokenOf } = this.asking();
    this.last = await Promise.all(services.map(({ id, url }) => askService(id, at.get(id) ?? url, opsTokenOf(id))));
    return this.last;
  }

  /** What keeps the services from being as they should be; asked again until nothing does, or so many seconds are over. */
  async reasons(seconds: number, reasonsIn: (asked: readonly PolledService[]) => string[]): Promise<string[]> {
    const deadline = performance.now() + seconds * 1000;
    for (;;) {
      const reasons = reasonsIn(await this.ask());
      if (reasons.length === 0 || performance.now() >= deadline) return reasons;
      await wait(EVERY_MS);
    }
  }
}
