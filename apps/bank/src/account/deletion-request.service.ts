import { Injectable } from '@nestjs/common';
import { sessionEnded } from '@latchkey/auth';
import { Database } from '@latchkey/service';
import { AuditService } from '../audit/audit.service.js';
import type { LoginClient } from '../client/client.contract.js';
import { ActiveSessionsService } from '../sessions/active-sessions.service.js';
import { RevokedSessionsService } from '../sessions/revoked-sessions.service.js';
import type { Owned } from '../sessions/session.repository.js';
import { UserRepository, type StoredUser } from '../users/user.repository.js';
import { passwordWrong } from './account.errors.js';
import { PasswordProofService } from './password-proof.service.js';

/** Takes people at their word who want their account deleted: in some days, in which a login undoes it. */
@Injectable()
export class DeletionRequestService {
  constructor(
    private readonly users: UserRepository,
    private readonly proof: PasswordProofService,
    private readonly sessions: ActiveSessionsService,
    private readonly audit: AuditService,
    private readonly database: Database,
    private readonly revoked: RevokedSessionsService,
  ) {}

  /** Ends all sessions of the person, and answers when the account is deleted. */
  async request(password: string, asking: Owned, client: LoginClient): Promise<Date> {
    const user = await this.users.findById(asking.sub);
    if (user === undefined) throw sessionEnded();
    await this.proof.require(password, user, { asking, client, kind: 'deletion_refused', error: passwordWrong });
    const { deletesAt, ended } = await this.database.transaction(() => this.#begin(user, asking, client));
    await this.revoked.learn(ended);
    return deletesAt;
  }

  async #begin(user: StoredUser, asking: Owned, client: LoginClient): Promise<{ deletesAt: Date; ended: string[] }> {
    await this.sessions.holdOwn(asking);
    const deletesAt = await this.users.requestDeletion(user.id, user.passwordVersion);
    // A change came first: what was typed is not right any more.
    if (deletesAt === undefined) throw passwordWrong();
    const ended = await this.sessions.endAll(user.id, 'account_deletion');
    const detail = { sessions: String(ended.length) };
    await this.audit.record({ kind: 'deletion_requested', userId: user.id, sessionId: asking.sid, detail }, client);
    return { deletesAt, ended };
  }
}
