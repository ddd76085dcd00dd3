import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CONFIG } from '../config/service-settings.js';
import type { ServiceConfig } from '../config/service-settings.js';
import { forwardedHeader } from './forwarded.rules.js';
import { opsOnly, opsTokenRequired } from './ops.errors.js';
import { speaksForOps } from './ops.rules.js';

/** Lets operators pass, by the rule of {@link speaksForOps}. */
@Injectable()
export class OpsGuard implements CanActivate {
  constructor(@Inject(CONFIG) private readonly config: ServiceConfig) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.permits(context.switchToHttp().getRequest<FastifyRequest>())) return true;
    throw this.config.OPS_TOKEN === undefined ? opsOnly() : opsTokenRequired();
  }

  /** Whether the request speaks for an operator. */
  permits(request: FastifyRequest): boolean {
    return speaksForOps(this.config.OPS_TOKEN, {
      authorization: request.headers.authorization,
      peer: request.socket.remoteAddress,
      host: soleHost(request),
      ownHost: this.config.PUBLIC_URL.hostname,
      isForwarded: forwardedHeader(request.headers) !== undefined,
    });
  }
}

// Node keeps the first of several; a proxy in front may have gone by another.
function soleHost({ raw }: FastifyRequest): string | undefined {
  return raw.headersDistinct.host?.length === 1 ? raw.headers.host : undefined;
}
