import type { RegistryEntry } from './registry.contract.js';

/** The services of the house, as they were at boot. */
export class RegistryService {
  readonly ids: readonly string[];
  readonly origins: readonly string[];

  constructor(readonly services: readonly RegistryEntry[]) {
    this.ids = services.map(({ id }) => id);
    this.origins = services.map(({ url }) => url);
  }
}
