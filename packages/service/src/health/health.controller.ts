import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientAddress } from '../http/client-address.js';
import { Public } from '../http/access.decorator.js';
import { Returns } from '../http/returns.decorator.js';
import { OpsGuard } from '../http/ops.guard.js';
import { Operation } from '../http/operation.decorator.js';
import { livenessResponse, readinessResponse, type LivenessResponse } from './health.contract.js';
import { Readiness } from './readiness.js';

@Controller('health')
@Public()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly ops: OpsGuard,
  ) {}

  @Operation({
    topic: 'Operations',
    summary: 'Tell whether the process lives',
    description:
      'For anyone who restarts processes. It asks nothing else, so a dead database does not end the process.',
  })
  @Get('live')
  @Returns(livenessResponse)
  live(): LivenessResponse {
    return { status: 'live' };
  }

  @Operation({
    topic: 'Operations',
    summary: 'Tell whether to send requests',
    description: 'For load balancers. Operators are told each check as well.',
    responses: {
      200: { description: 'Send requests here.', schema: readinessResponse },
      503: { description: 'Send none: a check is red, or the process is on its way out.', schema: readinessResponse },
    },
  })
  @Get('ready')
  async ready(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { status, checks } = await this.readiness.reportToProbe();
    const details = this.ops.permits(request) && { checks, request: arrivalOf(request) };
    await reply.code(status === 'ready' ? 200 : 503).send({ status, ...details });
  }
}

// By it an operator sees whether TRUSTED_PROXY_HOPS fits the proxies in front.
function arrivalOf(request: FastifyRequest): { address: string; forwardedFor: string | null } {
  const forwardedFor = request.headers['x-forwarded-for'];
  return { address: clientAddress(request), forwardedFor: forwardedFor?.toString() ?? null };
}
