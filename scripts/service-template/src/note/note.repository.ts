import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { NoteEntity } from './note.entity.js';

/** What is kept of a person. */
export interface StoredNote {
  readonly text: string;
  readonly changedAt: Date;
}

@Injectable()
export class NoteRepository {
  constructor(private readonly database: Database) {}

  async find(owner: string): Promise<StoredNote | undefined> {
    const row = await this.database.repository(NoteEntity).findOneBy({ owner });
    return row === null ? undefined : { text: row.text, changedAt: row.changedAt };
  }

  /** One statement: of two callers at once the later one counts, and neither fails. */
  async save(owner: string, text: string): Promise<void> {
    await this.database.query(
      `INSERT INTO note (owner, text) VALUES ($1, $2)
       ON CONFLICT (owner) DO UPDATE SET text = excluded.text, changed_at = now()`,
      [owner, text],
    );
  }

  async remove(owner: string): Promise<void> {
    await this.database.repository(NoteEntity).delete({ owner });
  }

  count(): Promise<number> {
    return this.database.repository(NoteEntity).count();
  }
}
