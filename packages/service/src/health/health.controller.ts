import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/access.decorator.js';
import { OpsGuard } from '../http/ops.guard.js';
import { Readiness } from './readiness.js';

@Controller('health')
@Public()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly ops: OpsGuard,
  ) {}

  @Get('live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  async ready(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { status, checks } = await this.readiness.report();
    const isDetailed = this.ops.permits(request);
    await reply.code(status === 'ready' ? 200 : 503).send({ status, ...(isDetailed && { checks }) });
  }
}
