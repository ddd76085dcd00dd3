import { Controller, Get, Res } from '@nestjs/common';
import { Caller, Sensitive } from '@latchkey/auth';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { Operation, Returns } from '@latchkey/service';
import type { FastifyReply } from 'fastify';
import { exportAnswer, type ExportAnswer } from './data-export.contract.js';
import { DataExportService } from './data-export.service.js';

@Controller('api/export')
export class DataExportController {
  constructor(private readonly exports: DataExportService) {}

  @Operation({
    topic: 'Account',
    summary: 'Download what this service holds of the caller',
    description: 'As a file: the note. Every service has one of its own.',
    headers: { 'Content-Disposition': 'Names the file after the service, the person and the day.' },
  })
  @Sensitive()
  @Get()
  @Returns(exportAnswer)
  async export(
    @Caller() caller: AccessTokenClaims,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExportAnswer> {
    const file = await this.exports.export(caller);
    const name = `sample-${file.username}-${file.exportedAt.slice(0, 10)}.json`;
    void reply.header('content-disposition', `attachment; filename="${name}"`);
    return file;
  }
}
