import { Controller, Get, Res } from '@nestjs/common';
import { Caller, Sensitive } from '@latchkey/auth';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { Operation, Returns } from '@latchkey/service';
import type { FastifyReply } from 'fastify';
import type { Client } from '../client/client.contract.js';
import { FromClient } from '../client/client.decorator.js';
import { exportAnswer, type ExportAnswer } from './data-export.contract.js';
import { DataExportService } from './data-export.service.js';

@Controller('api/export')
export class DataExportController {
  constructor(private readonly exports: DataExportService) {}

  @Operation({
    topic: 'Account',
    summary: 'Download what the bank holds of the caller',
    description: 'As a file. Each download is one of the events of the account.',
    headers: { 'Content-Disposition': 'Names the file after the service, the person and the day.' },
  })
  @Sensitive()
  @Get()
  @Returns(exportAnswer)
  async export(
    @Caller() caller: AccessTokenClaims,
    @FromClient() client: Client,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExportAnswer> {
    const file = await this.exports.export(caller, client);
    const name = `bank-${file.username}-${file.exportedAt.slice(0, 10)}.json`;
    void reply.header('content-disposition', `attachment; filename="${name}"`);
    return file;
  }
}
