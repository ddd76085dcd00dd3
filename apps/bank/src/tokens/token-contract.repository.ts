import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';

/** Which version of the token contract is to be issued. */
export interface StoredContract {
  readonly version: number;
  /** When that was decided. */
  readonly changedAt: Date;
}

/** The one row that says which version of the token contract the bank issues. */
@Injectable()
export class TokenContractRepository {
  constructor(private readonly database: Database) {}

  async find(): Promise<StoredContract> {
    const [row] = await this.database.query<StoredContract[]>(
      'SELECT version, changed_at AS "changedAt" FROM token_contract',
    );
    return row!;
  }

  /** Raises the version to this one; false if it is as high already. */
  raise(version: number): Promise<boolean> {
    return this.#change('version < $1', version);
  }

  /** Lowers the version to this one; false if it is as low already. */
  lower(version: number): Promise<boolean> {
    return this.#change('version > $1', version);
  }

  async #change(which: string, version: number): Promise<boolean> {
    const sql = `UPDATE token_contract SET version = $1, changed_at = clock_timestamp() WHERE ${which}`;
    const [, changed] = await this.database.query<[unknown[], number]>(sql, [version]);
    return changed === 1;
  }
}
