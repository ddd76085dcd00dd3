import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { AuditService } from '../audit/audit.service.js';
import { LoginCountRepository } from '../throttle/login-count.repository.js';
import { UserRepository } from '../users/user.repository.js';
import { AccountDeletionRepository } from './account-deletion.repository.js';

const REMOVED_AT_ONCE = 10;
/** For as long a service that is down may hear of a deletion later. */
const KEPT_DAYS = 30;
const FORGOTTEN_AT_ONCE = 1_000;

/** Deletes the accounts whose people asked for it, and did not come back in time. */
@Injectable()
export class AccountDeletionService {
  constructor(
    private readonly deletions: AccountDeletionRepository,
    private readonly users: UserRepository,
    private readonly counts: LoginCountRepository,
    private readonly audit: AuditService,
    private readonly database: Database,
  ) {}

  /** Deletes all that are due, unless another replica is about it; answers how many. */
  async removeDue(): Promise<number> {
    let removed = 0;
    for (;;) {
      const { found, deleted } = await this.database.transaction(() => this.#removeSome());
      removed += deleted;
      if (found < REMOVED_AT_ONCE) return removed;
    }
  }

  /** Forgets the deletions that services have heard of; answers how many. */
  async forgetOld(): Promise<number> {
    let forgotten = 0;
    for (;;) {
      const count = await this.deletions.forget(KEPT_DAYS, FORGOTTEN_AT_ONCE);
      forgotten += count;
      if (count < FORGOTTEN_AT_ONCE) return forgotten;
    }
  }

  async #removeSome(): Promise<{ found: number; deleted: number }> {
    if (!(await this.deletions.claim())) return { found: 0, deleted: 0 };
    const due = await this.deletions.lockDue(REMOVED_AT_ONCE);
    if (due.length === 0) return { found: 0, deleted: 0 };
    const returned = await this.deletions.findReturned(due.map(({ id }) => id));
    for (const id of returned) {
      await this.users.undoDeletion(id);
      await this.audit.record({ kind: 'deletion_undone', userId: id });
    }
    const leaving = due.filter(({ id }) => !returned.has(id));
    await this.counts.removeOf(leaving.map(({ username }) => username));
    await this.deletions.remove(leaving.map(({ id }) => id));
    for (const { id } of leaving) await this.audit.record({ kind: 'account_deleted', userId: id });
    return { found: due.length, deleted: leaving.length };
  }
}
