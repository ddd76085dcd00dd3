import type { DeliveringService } from '@latchkey/verifier';
import type { ServiceEntry } from '@latchkey/verifier/contract';
import type { RegistryEntry } from './registry.contract.js';

const BANK = 'bank';

/** The services of the deployment, as they were at boot. */
export class RegistryService {
  readonly ids: readonly string[];
  readonly origins: readonly string[];
  /** As everybody may read them. */
  readonly services: readonly ServiceEntry[];
  /** Those that may tell of logouts: all but the bank itself. */
  readonly delivering: readonly DeliveringService[];

  constructor(entries: readonly RegistryEntry[]) {
    this.ids = entries.map(({ id }) => id);
    this.origins = entries.map(({ url }) => url);
    this.services = entries.map(({ id, name, url }) => ({ id, name, url }));
    this.delivering = entries.filter(({ id }) => id !== BANK).map(({ id, key }) => ({ id, key }));
  }

  nameOf(id: string): string | undefined {
    return this.services.find((service) => service.id === id)?.name;
  }
}
