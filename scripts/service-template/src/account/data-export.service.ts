import { Injectable } from '@nestjs/common';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { NoteRepository } from '../note/note.repository.js';
import type { ExportAnswer } from './data-export.contract.js';

/** Gives people what this service holds of them. */
@Injectable()
export class DataExportService {
  constructor(private readonly notes: NoteRepository) {}

  async export({ sub, preferred_username: username }: AccessTokenClaims): Promise<ExportAnswer> {
    const note = await this.notes.find(sub);
    return {
      service: 'sample',
      exportedAt: new Date().toISOString(),
      sub,
      username,
      note: note === undefined ? null : { text: note.text, changedAt: note.changedAt.toISOString() },
    };
  }
}
