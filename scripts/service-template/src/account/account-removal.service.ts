import { Injectable } from '@nestjs/common';
import type { AccountRemoval } from '@latchkey/auth';
import { NoteRepository } from '../note/note.repository.js';

/** Removes what this service holds of a person whose account the bank has deleted. */
@Injectable()
export class AccountRemovalService implements AccountRemoval {
  constructor(private readonly notes: NoteRepository) {}

  /** Nothing is left to do where it is done already. */
  remove(sub: string): Promise<void> {
    return this.notes.remove(sub);
  }
}
