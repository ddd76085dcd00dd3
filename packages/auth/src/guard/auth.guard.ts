import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { RequestVerifier, type VerifiedRequest } from '@latchkey/verifier';
import type { FastifyRequest } from 'fastify';
import { asAppError } from '../errors/app-errors.js';
import { RouteAccessCache } from './route-access-cache.js';

/** Stands before every route: {@link RequestVerifier} says who calls, the request keeps it. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly routes: RouteAccessCache,
    private readonly requests: RequestVerifier,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const route = this.routes.find(context);
    if (route.isOpen) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    try {
      const caller = this.requests.verify(request.raw, route);
      return caller instanceof Promise ? this.admitLater(request, caller) : admit(request, caller);
    } catch (error) {
      throw asAppError(error);
    }
  }

  private async admitLater(request: FastifyRequest, caller: Promise<VerifiedRequest>): Promise<boolean> {
    try {
      return admit(request, await caller);
    } catch (error) {
      throw asAppError(error);
    }
  }
}

function admit(request: FastifyRequest, caller: VerifiedRequest): true {
  request.verified = caller;
  return true;
}
