import { Controller, Get, Put } from '@nestjs/common';
import { Caller, Roles, Sensitive } from '@latchkey/auth';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { JsonBody, Operation, Returns } from '@latchkey/service';
import {
  countAnswer,
  noteAnswer,
  noteBody,
  type CountAnswer,
  type NoteAnswer,
  type NoteBody,
} from './note.contract.js';
import { NoteService } from './note.service.js';

@Controller('api/note')
export class NoteController {
  constructor(private readonly notes: NoteService) {}

  @Operation({ topic: 'Note', summary: 'Read the note', description: 'Of the caller, and of nobody else.' })
  @Get()
  @Returns(noteAnswer)
  show(@Caller() caller: AccessTokenClaims): Promise<NoteAnswer> {
    return this.notes.show(caller.sub);
  }

  // Sensitive: only with a token or a feed that is seconds old, so that nothing changes after a logout.
  @Operation({
    topic: 'Note',
    summary: 'Save the note',
    description: 'An empty text removes it.',
    success: 'The note as it is kept.',
  })
  @Put()
  @Sensitive()
  @Returns(noteAnswer)
  save(@Caller() caller: AccessTokenClaims, @JsonBody(noteBody) body: NoteBody): Promise<NoteAnswer> {
    return this.notes.save(caller.sub, body.text);
  }

  @Operation({
    topic: 'Note',
    summary: 'Count the people who keep a note',
    description: 'For people with the role `auditor`: npm run users -- grant NAME auditor.',
  })
  @Roles('auditor')
  @Get('count')
  @Returns(countAnswer)
  count(): Promise<CountAnswer> {
    return this.notes.count();
  }
}
