import { Injectable } from '@nestjs/common';
import type { AccessTokenClaims } from '../contract/access-token.contract.js';
import { LocalRevocations } from './local-revocations.js';
import { LogoutDeliveryJob } from './logout-delivery.job.js';
import { LogoutsRepository } from './logouts.repository.js';

/** Ends sessions at a service that is not the bank, whether the bank lives or not. */
@Injectable()
export class LogoutService {
  constructor(
    private readonly logouts: LogoutsRepository,
    private readonly revoked: LocalRevocations,
    private readonly deliveries: LogoutDeliveryJob,
  ) {}

  /** When this resolves the session is over here, and the bank will be told even if this process dies now. */
  async end(caller: AccessTokenClaims, token: string, { everywhere }: { readonly everywhere: boolean }): Promise<void> {
    await this.logouts.add({ sid: caller.sid, token, everywhere }, caller.auth_time);
    this.revoked.add(caller.sid);
    this.deliveries.kick();
  }
}
