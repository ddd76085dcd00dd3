import { OwnPages } from '../csrf/own-pages.js';
import type { ServiceList } from '../services/service-list.js';

const NO_ORIGINS: readonly string[] = [];

/** Where people open this service: as it was told, else as the bank's list of services says. */
export class OwnAddress extends OwnPages {
  readonly #given: string | undefined;

  /** @param publicUrl undefined: the list is to tell */
  constructor(
    publicUrl: string | undefined,
    private readonly audience: string,
    private readonly list: ServiceList,
  ) {
    super();
    this.#given = publicUrl;
  }

  get ownOrigin(): string | undefined {
    return this.#given ?? this.list.originOf(this.audience);
  }

  /** What the bank's list says instead; undefined where it says the same, or nothing. */
  get otherOrigin(): string | undefined {
    const listed = this.list.originOf(this.audience);
    return listed === this.ownOrigin ? undefined : listed;
  }

  // Routes of the session are for the own site; the others of the deployment have their own.
  readonly sameSiteOrigins = (): readonly string[] => NO_ORIGINS;
}
