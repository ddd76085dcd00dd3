import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { MOST_ROLES, rolesColumn } from './rights-columns.js';

/** What came of a grant. */
export type GrantOutcome = 'granted' | 'had_it' | 'too_many';

const GRANT = 'INSERT INTO user_roles (user_id, role) VALUES ($1, $2)';
const REVOKE = 'DELETE FROM user_roles WHERE user_id = $1 AND role = $2';
const RAISE_VERSION = `
  UPDATE users SET rights_version = rights_version + 1, rights_changed_at = clock_timestamp() WHERE id = $1`;

/** The roles of people. Each change raises the version of the person's rights, so that older tokens are renewed. */
@Injectable()
export class RightsRepository {
  constructor(private readonly database: Database) {}

  /** The roles of a person, sorted as in a token. */
  async findRoles(userId: string): Promise<string[]> {
    const [row] = await this.database.query<{ roles: string[] }[]>(`SELECT ${rolesColumn('$1')} AS roles`, [userId]);
    return row!.roles;
  }

  async hasRole(userId: string, role: string): Promise<boolean> {
    return (await this.findRoles(userId)).includes(role);
  }

  /** Gives a role to a person. Inside a transaction that holds `lockUser`: else two of these could end at a role too many. */
  async grant(userId: string, role: string): Promise<GrantOutcome> {
    const roles = await this.findRoles(userId);
    if (roles.includes(role)) return 'had_it';
    if (roles.length >= MOST_ROLES) return 'too_many';
    await this.database.query(GRANT, [userId, role]);
    await this.database.query(RAISE_VERSION, [userId]);
    return 'granted';
  }

  /** Takes a role from a person; false if they did not have it. Inside a transaction that holds `lockUser`. */
  async revoke(userId: string, role: string): Promise<boolean> {
    const [, revoked] = await this.database.query<[unknown[], number]>(REVOKE, [userId, role]);
    if (revoked === 0) return false;
    await this.database.query(RAISE_VERSION, [userId]);
    return true;
  }
}
