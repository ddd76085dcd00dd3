import { Injectable } from '@nestjs/common';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { DeliverySigner } from '@latchkey/verifier';
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
    private readonly signer: DeliverySigner,
  ) {}

  /** When this resolves the session is over here, and the bank will be told even if this process dies now. */
  async end(
    { sid, sub, auth_time }: AccessTokenClaims,
    token: () => string,
    { everywhere }: { readonly everywhere: boolean },
  ): Promise<void> {
    const logout = { sid, sub, token: this.signer.canProve ? null : token(), everywhere };
    await this.logouts.add(logout, auth_time);
    this.revoked.add(sid);
    this.deliveries.kick();
  }
}
