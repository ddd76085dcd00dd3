import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CONFIG } from '../config/service.settings.js';
import type { ServiceConfig } from '../config/service.settings.js';
import { AppError } from '../problem/app.error.js';
import { speaksForOps } from './ops.rules.js';

/** Lets operators pass, by the rule of {@link speaksForOps}. */
@Injectable()
export class OpsGuard implements CanActivate {
  constructor(@Inject(CONFIG) private readonly config: ServiceConfig) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.permits(context.switchToHttp().getRequest<FastifyRequest>())) return true;
    const detail = 'This address is for operators.';
    if (this.config.OPS_TOKEN === undefined) throw new AppError({ code: 'ops_only', status: 403, detail });
    throw new AppError({ code: 'ops_token_required', status: 401, detail });
  }

  /** Whether the request speaks for an operator. */
  permits(request: FastifyRequest): boolean {
    return speaksForOps(this.config.OPS_TOKEN, {
      authorization: request.headers.authorization,
      peer: request.socket.remoteAddress,
      isForwarded: request.headers['x-forwarded-for'] !== undefined,
    });
  }
}
