import { Injectable } from '@nestjs/common';
import type { AppError } from '@latchkey/service';
import type { EventKind } from '../audit/audit.contract.js';
import { AuditService } from '../audit/audit.service.js';
import type { LoginClient } from '../client/client.contract.js';
import type { HashPlace } from '../passwords/fair-order.rules.js';
import type { Owned } from '../sessions/session.repository.js';
import { LoginThrottleService } from '../throttle/login-throttle.service.js';
import { CredentialsService } from '../users/credentials.service.js';
import type { StoredUser } from '../users/user.repository.js';

/** Who is asked for their password, and what becomes of a wrong one. */
export interface PasswordQuestion {
  readonly asking: Owned;
  readonly client: LoginClient;
  /** On whose record a refusal is kept, as this. */
  readonly kind: EventKind;
  readonly error: () => AppError;
}

/** Asks people who are logged in for their password. Attempts are bounded as those of a login are, and refused ones on record. */
@Injectable()
export class PasswordProofService {
  constructor(
    private readonly throttle: LoginThrottleService,
    private readonly credentials: CredentialsService,
    private readonly audit: AuditService,
  ) {}

  /** Answers where further hashes of this request may be computed; throws the question's error, or that of the throttle. */
  async require(
    password: string,
    user: StoredUser,
    { asking, client, kind, error }: PasswordQuestion,
  ): Promise<HashPlace> {
    const event = { kind, userId: user.id, sessionId: asking.sid };
    const attempt = await this.throttle.begin(user.username, client);
    if (attempt.error !== undefined) {
      const detail = { reason: attempt.error.code };
      await this.audit.recordThrottled(attempt.error, user.username, { ...event, detail }, client);
      throw attempt.error;
    }
    try {
      const isRight = await this.credentials.areRight(user, password, attempt.place);
      await attempt.settle(isRight ? user : undefined);
      if (isRight) return attempt.place;
    } finally {
      await attempt.end();
    }
    await this.audit.recordRefusal({ ...event, detail: { reason: 'invalid_credentials' } }, client);
    throw error();
  }
}
