import { Injectable, Logger } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { AuditService } from '../audit/audit.service.js';
import { LoginCountRepository } from '../throttle/login-count.repository.js';
import { UserRepository } from '../users/user.repository.js';
import { AccountDeletionRepository, type LeavingUser } from './account-deletion.repository.js';

/** For as long a service that is down may hear of a deletion later. */
const KEPT_DAYS = 30;
const FORGOTTEN_AT_ONCE = 1_000;

/** What became of the account that was due, if one was. */
type Outcome = 'none' | 'deleted' | 'kept' | 'stuck';

/** Deletes the accounts whose people asked for it, and did not come back in time. */
@Injectable()
export class AccountDeletionService {
  readonly #log = new Logger('accounts');

  constructor(
    private readonly deletions: AccountDeletionRepository,
    private readonly users: UserRepository,
    private readonly counts: LoginCountRepository,
    private readonly audit: AuditService,
    private readonly database: Database,
  ) {}

  /** Deletes all that are due, unless another replica is about it; answers how many. */
  async removeDue(): Promise<number> {
    const stuck: string[] = [];
    let removed = 0;
    for (;;) {
      const outcome = await this.#removeNext(stuck);
      if (outcome === 'none') return removed;
      if (outcome === 'deleted') removed += 1;
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

  async #removeNext(stuck: string[]): Promise<Outcome> {
    let due: LeavingUser | undefined;
    try {
      return await this.database.transaction(async () => {
        if (!(await this.deletions.claim())) return 'none';
        due = await this.deletions.lockDue(stuck);
        return due === undefined ? 'none' : await this.#decide(due);
      });
    } catch (error) {
      if (due === undefined) throw error;
      // One that cannot be removed keeps no other waiting.
      this.#log.warn({ userId: due.id, err: error }, 'an account could not be deleted');
      stuck.push(due.id);
      return 'stuck';
    }
  }

  async #decide({ id, username }: LeavingUser): Promise<Outcome> {
    if (await this.deletions.hasReturned(id)) {
      await this.users.undoDeletion(id);
      await this.audit.record({ kind: 'deletion_undone', userId: id });
      return 'kept';
    }
    await this.counts.removeOf(username);
    await this.deletions.remove(id);
    await this.audit.record({ kind: 'account_deleted', userId: id });
    return 'deleted';
  }
}
