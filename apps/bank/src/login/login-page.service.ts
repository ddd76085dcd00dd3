import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@latchkey/service';
import type { BankConfig } from '../bank.config.js';
import { RegistryService } from '../registry/registry.service.js';
import { isReturnTarget } from './return-to.rules.js';

const HOME = '/';
/** Would lead to itself. */
const RENEWAL = '/renew';

/** Decides where a page may lead that was opened with a `return_to`. */
@Injectable()
export class LoginPageService {
  constructor(
    private readonly registry: RegistryService,
    @Inject(CONFIG) private readonly config: BankConfig,
  ) {}

  mayReturnTo(returnTo: unknown): boolean {
    return isReturnTarget(returnTo, this.config.PUBLIC_URL.origin, this.registry.origins);
  }

  /** The address that a `return_to` means, of the bank itself as a path; undefined if nobody may be sent there. */
  targetOf(returnTo: unknown): string | undefined {
    if (!this.mayReturnTo(returnTo)) return undefined;
    const { origin } = this.config.PUBLIC_URL;
    const target = new URL(typeof returnTo === 'string' ? returnTo : HOME, origin);
    if (target.origin !== origin) return target.href;
    return target.pathname === RENEWAL ? HOME : target.href.slice(origin.length);
  }
}
