import { Injectable } from '@nestjs/common';
import type { CountAnswer, NoteAnswer } from './note.contract.js';
import { NoteRepository } from './note.repository.js';

@Injectable()
export class NoteService {
  constructor(private readonly notes: NoteRepository) {}

  async show(owner: string): Promise<NoteAnswer> {
    const note = await this.notes.find(owner);
    return { owner, text: note?.text ?? '' };
  }

  async save(owner: string, text: string): Promise<NoteAnswer> {
    if (text === '') await this.notes.remove(owner);
    else await this.notes.save(owner, text);
    return { owner, text };
  }

  async count(): Promise<CountAnswer> {
    return { people: await this.notes.count() };
  }
}
