import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { PermissionEntity } from './permission.entity.js';

/** That a person lets advisers read their plan. */
export interface Permission {
  readonly username: string;
  readonly allowedAt: Date;
}

@Injectable()
export class PermissionRepository {
  constructor(private readonly database: Database) {}

  async find(owner: string): Promise<Permission | undefined> {
    const row = await this.database.repository(PermissionEntity).findOneBy({ owner });
    return row === null ? undefined : { username: row.username, allowedAt: row.allowedAt };
  }

  /** Lets advisers read the plan of this person under this name. */
  async allow(owner: string, username: string): Promise<void> {
    await this.database.query(
      `INSERT INTO plan_permission (owner, username) VALUES ($1, $2)
       ON CONFLICT (owner) DO UPDATE SET username = excluded.username WHERE plan_permission.username <> excluded.username`,
      [owner, username],
    );
  }

  /** The person goes by another name now. */
  async rename(owner: string, username: string): Promise<void> {
    await this.database.repository(PermissionEntity).update({ owner }, { username });
  }

  async withdraw(owner: string): Promise<void> {
    await this.database.repository(PermissionEntity).delete({ owner });
  }
}
