import { call } from '@latchkey/web';
import type { NoteAnswer, NoteBody } from '../../../src/note/note.contract.js';

/** The caller's note; empty until one is saved. */
export function readNote(): Promise<NoteAnswer> {
  return call('GET', '/api/note');
}

/**
 * Saves the caller's note; the same call twice is the same note.
 * @throws ApiError with the service's problem
 */
export function saveNote(note: NoteBody): Promise<NoteAnswer> {
  return call('PUT', '/api/note', note);
}
