import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';

/** What the bank has on record of its keys. Each act answers those that it was new for: no two replicas get the same answer. */
@Injectable()
export class KnownKeyRepository {
  constructor(private readonly database: Database) {}

  /** Lets one replica at a time compare, until the running transaction ends. */
  async hold(): Promise<void> {
    await this.database.query(`SELECT pg_advisory_xact_lock(hashtext('latchkey_known_keys'))`);
  }

  /** Notes which keys verify; answers those that did not before. */
  async noteAdded(kids: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ kid: string }[]>(
      `INSERT INTO known_keys (kid) SELECT unnest($1::varchar[])
       ON CONFLICT (kid) DO UPDATE SET withdrawn_at = NULL, signs = false WHERE known_keys.withdrawn_at IS NOT NULL
       RETURNING kid`,
      [kids],
    );
    return rows.map(({ kid }) => kid);
  }

  /** Notes which key the bank signs with, and no other; answers whether that is news. */
  async noteSigning(kid: string): Promise<boolean> {
    const [rows] = await this.database.query<[{ kid: string }[], number]>(
      'UPDATE known_keys SET signs = (kid = $1) WHERE signs <> (kid = $1) RETURNING kid',
      [kid],
    );
    return rows.some((row) => row.kid === kid);
  }

  /** Notes that no other keys verify; answers those that did before. */
  async noteWithdrawnBut(kids: readonly string[]): Promise<string[]> {
    const [rows] = await this.database.query<[{ kid: string }[], number]>(
      `UPDATE known_keys SET withdrawn_at = clock_timestamp(), signs = false
       WHERE kid <> ALL ($1::varchar[]) AND withdrawn_at IS NULL RETURNING kid`,
      [kids],
    );
    return rows.map(({ kid }) => kid);
  }
}
