import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@latchkey/service';
import type { BankConfig } from '../bank.config.js';
import { RegistryService } from '../registry/registry.service.js';
import { isReturnTarget } from './return-to.rules.js';

/** Decides whether the login page may be opened with this `return_to`. */
@Injectable()
export class LoginPageService {
  constructor(
    private readonly registry: RegistryService,
    @Inject(CONFIG) private readonly config: BankConfig,
  ) {}

  mayReturnTo(returnTo: unknown): boolean {
    return isReturnTarget(returnTo, this.config.PUBLIC_URL.origin, this.registry.origins);
  }
}
