import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import type { HeldAccount, HeldSession } from './data-export.rules.js';

const ACCOUNT = `
  SELECT username, created_at AS "registeredAt", password_version AS "passwordVersion" FROM users WHERE id = $1`;
const SESSIONS = `
  SELECT id, client_id AS service, created_at AS "openedAt", last_used_at AS "lastUsedAt", expires_at AS "expiresAt",
    ended_at AS "endedAt", end_reason AS "endReason", address, user_agent AS "userAgent"
  FROM sessions WHERE user_id = $1 ORDER BY created_at DESC, id LIMIT $2`;
const ROLES = `SELECT role, granted_at AS "grantedAt" FROM user_roles WHERE user_id = $1 ORDER BY role COLLATE "C"`;
const ADDRESSES = `
  SELECT address, last_login_at AS "lastLoginAt" FROM known_addresses WHERE user_id = $1 ORDER BY last_login_at DESC`;
const COUNTS = `
  SELECT (SELECT count(*)::int FROM sessions WHERE user_id = $1) AS sessions,
    (SELECT count(*)::int FROM events WHERE user_id = $1) AS events`;

/** Reads what the bank holds of a person. */
@Injectable()
export class DataExportRepository {
  constructor(private readonly database: Database) {}

  async findAccount(userId: string): Promise<HeldAccount | undefined> {
    return (await this.database.query<HeldAccount[]>(ACCOUNT, [userId]))[0];
  }

  /** The newest sessions. */
  findSessions(userId: string, most: number): Promise<HeldSession[]> {
    return this.database.query<HeldSession[]>(SESSIONS, [userId, most]);
  }

  findRoles(userId: string): Promise<{ role: string; grantedAt: Date }[]> {
    return this.database.query(ROLES, [userId]);
  }

  findAddresses(userId: string): Promise<{ address: string; lastLoginAt: Date }[]> {
    return this.database.query(ADDRESSES, [userId]);
  }

  /** How many sessions and events there are. */
  async count(userId: string): Promise<{ sessions: number; events: number }> {
    return (await this.database.query<{ sessions: number; events: number }[]>(COUNTS, [userId]))[0]!;
  }
}
