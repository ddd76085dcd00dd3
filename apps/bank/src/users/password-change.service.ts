import { Injectable } from '@nestjs/common';
import { sessionEnded } from '@latchkey/auth';
import { Database } from '@latchkey/service';
import { AuditService } from '../audit/audit.service.js';
import { RefusalsService } from '../audit/refusals.service.js';
import { CommonPasswordsService } from '../passwords/common-passwords.service.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import { EndedSessionsService } from '../revocations/ended-sessions.service.js';
import type { Client } from '../sessions/client.contract.js';
import type { Owned } from '../sessions/living-session.repository.js';
import { LivingSessionsService } from '../sessions/living-sessions.service.js';
import { addressKey } from '../throttle/address.rules.js';
import { GuessThrottleService } from '../throttle/guess-throttle.service.js';
import type { PasswordChangeBody } from './password-change.contract.js';
import { UserRepository, type StoredUser } from './user.repository.js';
import { isUsername } from './username.rules.js';
import { currentPasswordWrong, passwordIsUsername, passwordTooCommon, passwordUnchanged } from './users.errors.js';

/** Changes passwords. Who has a session alone is not enough: the old password is asked for, and guesses at it are bounded. */
@Injectable()
export class PasswordChangeService {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordsService,
    private readonly common: CommonPasswordsService,
    private readonly throttle: GuessThrottleService,
    private readonly sessions: LivingSessionsService,
    private readonly audit: AuditService,
    private readonly refusals: RefusalsService,
    private readonly database: Database,
    private readonly ended: EndedSessionsService,
  ) {}

  /** Puts the new password in force and ends all other sessions of the person, both or neither. */
  async change({ currentPassword, newPassword }: PasswordChangeBody, asking: Owned, client: Client): Promise<void> {
    if (this.common.has(newPassword)) throw passwordTooCommon('/newPassword');
    if (newPassword === currentPassword) throw passwordUnchanged();
    const user = await this.users.findById(asking.sub);
    if (user === undefined) throw sessionEnded();
    if (isUsername(newPassword, user.username)) throw passwordIsUsername('/newPassword');
    await this.proveKnown(currentPassword, user, asking, client);
    // Outside the transaction: no connection waits while a thread computes.
    const hash = await this.passwords.hash(newPassword, {
      address: addressKey(client.address),
      account: user.username,
    });
    const others = await this.database.transaction(async () => {
      await this.sessions.holdOwn(asking);
      // Another change came first: what was typed as the current one is not right any more.
      if (!(await this.users.changePassword(user.id, user.passwordVersion, hash))) throw currentPasswordWrong();
      const ended = await this.sessions.endOthers(asking, 'password_changed');
      const detail = { sessions: String(ended.length) };
      await this.audit.record({ kind: 'password_changed', userId: user.id, sessionId: asking.sid, detail }, client);
      return ended;
    });
    await this.ended.learn(others);
  }

  private async proveKnown(password: string, user: StoredUser, { sid }: Owned, client: Client): Promise<void> {
    const event = { kind: 'password_change_refused', userId: user.id, sessionId: sid } as const;
    const throttled = { ...event, detail: { reason: 'too_many_guesses' } };
    const isKnown = await this.refusals.watch(user.username, client, throttled, () =>
      this.throttle.during(user.username, client.address, async (place) =>
        (await this.passwords.matches(password, user.passwordHash, place)) ? true : undefined,
      ),
    );
    if (isKnown) return;
    await this.audit.recordRefusal({ ...event, detail: { reason: 'invalid_credentials' } }, client);
    throw currentPasswordWrong();
  }
}
