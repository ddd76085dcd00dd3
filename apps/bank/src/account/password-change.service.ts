import { Injectable } from '@nestjs/common';
import { sessionEnded } from '@latchkey/auth';
import { Database } from '@latchkey/service';
import { AuditService } from '../audit/audit.service.js';
import { PasswordPolicyService } from '../passwords/password-policy.service.js';
import { passwordUnchanged } from '../passwords/passwords.errors.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import { RevokedSessionsService } from '../sessions/revoked-sessions.service.js';
import type { Owned } from '../sessions/session.repository.js';
import { ActiveSessionsService } from '../sessions/active-sessions.service.js';
import { KnownDevicesService } from '../throttle/known-devices.service.js';
import type { LoginClient } from '../client/client.contract.js';
import type { PasswordChangeBody } from './password-change.contract.js';
import { UserRepository, type StoredUser } from '../users/user.repository.js';
import { currentPasswordWrong } from './account.errors.js';
import { PasswordProofService } from './password-proof.service.js';

/** Changes passwords. Who has a session alone is not enough: the old password is asked for, and attempts at it are bounded. */
@Injectable()
export class PasswordChangeService {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordsService,
    private readonly policy: PasswordPolicyService,
    private readonly proof: PasswordProofService,
    private readonly devices: KnownDevicesService,
    private readonly sessions: ActiveSessionsService,
    private readonly audit: AuditService,
    private readonly database: Database,
    private readonly revoked: RevokedSessionsService,
  ) {}

  /**
   * Puts the new password in force and ends all other sessions of the person, both or neither. No device but the one that asked is
   * known any more: its new cookie is answered, as a `Set-Cookie` value.
   */
  async change(
    { currentPassword, newPassword }: PasswordChangeBody,
    asking: Owned,
    client: LoginClient,
  ): Promise<string> {
    if (newPassword.normalize('NFKC') === currentPassword.normalize('NFKC')) throw passwordUnchanged();
    const user = await this.users.findById(asking.sub);
    if (user === undefined) throw sessionEnded();
    this.policy.require(newPassword, user.username, '/newPassword');
    const refusal = { kind: 'password_change_refused', error: currentPasswordWrong } as const;
    const place = await this.proof.require(currentPassword, user, { asking, client, ...refusal });
    // Outside the transaction: no connection waits while a thread computes.
    const hash = await this.passwords.hash(newPassword, place);
    const others = await this.database.transaction(() => this.#store(hash, user, asking, client));
    await this.revoked.learn(others);
    return this.devices.renew(client.device, user, { ...user, passwordVersion: user.passwordVersion + 1 });
  }

  async #store(hash: string, user: StoredUser, asking: Owned, client: LoginClient): Promise<string[]> {
    await this.sessions.holdOwn(asking);
    // Another change came first: what was typed as the current one is not right any more.
    if (!(await this.users.changePassword(user.id, user.passwordVersion, hash))) throw currentPasswordWrong();
    const ended = await this.sessions.endOthers(asking, 'password_changed');
    const detail = { sessions: String(ended.length) };
    await this.audit.record({ kind: 'password_changed', userId: user.id, sessionId: asking.sid, detail }, client);
    return ended;
  }
}
