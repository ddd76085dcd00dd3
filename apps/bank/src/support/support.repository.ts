import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { rolesColumn } from '../rights/rights-columns.js';
import { DELETION_SECONDS } from '../users/deletion-delay.js';

/** A person as the rows tell. */
export interface FoundPerson {
  readonly sub: string;
  readonly username: string;
  readonly registeredAt: Date;
  readonly isDisabled: boolean;
  readonly deletionAt: Date | null;
  readonly roles: string[];
}

const PERSON = `
  SELECT u.id AS sub, u.username, u.created_at AS "registeredAt", u.disabled_at IS NOT NULL AS "isDisabled",
    u.deletion_requested_at + make_interval(secs => $2) AS "deletionAt", ${rolesColumn('u.id')} AS roles
  FROM users u WHERE u.id = $1`;

@Injectable()
export class SupportRepository {
  constructor(private readonly database: Database) {}

  /**
   * Lets one transaction at a time decide about these people, their logins and their roles. Always in the same order, so that
   * no two wait for each other.
   */
  async lock(ids: readonly string[]): Promise<void> {
    await this.database.query('SELECT 1 FROM users WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [ids]);
  }

  async find(id: string): Promise<FoundPerson | undefined> {
    return (await this.database.query<FoundPerson[]>(PERSON, [id, DELETION_SECONDS]))[0];
  }
}
