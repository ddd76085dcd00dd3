import { Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS } from '@latchkey/service';
import type { RouteAccess } from '@latchkey/verifier';
import { ALLOW_EXPIRED, ALLOW_REVOKED, ALLOW_SAME_SITE, MAX_STALENESS, ROLES, SENSITIVE } from './access.decorator.js';

/** Who may call a route, as its decorators say. */
export interface GuardedRoute extends RouteAccess {
  /** No token is looked for: the route is public, or for operators, who have a guard of their own. */
  readonly isOpen: boolean;
}

/** Reads the decorators of each route once: reading metadata on every request costs more than the rest of the guard. */
@Injectable()
export class RouteAccessCache {
  readonly #byClass = new Map<object, Map<object, GuardedRoute>>();

  constructor(private readonly reflector: Reflector) {}

  find(context: ExecutionContext): GuardedRoute {
    return this.#byClass.get(context.getClass())?.get(context.getHandler()) ?? this.#read(context);
  }

  #read(context: ExecutionContext): GuardedRoute {
    const [handler, owner] = [context.getHandler(), context.getClass()];
    const flag = (key: string): boolean => this.reflector.get<boolean | undefined>(key, handler) === true;
    const access = {
      isOpen: this.reflector.getAllAndOverride<string | undefined>(ACCESS, [handler, owner]) !== undefined,
      allowsExpired: flag(ALLOW_EXPIRED),
      allowsRevoked: flag(ALLOW_EXPIRED) || flag(ALLOW_REVOKED),
      allowsSameSite: flag(ALLOW_SAME_SITE),
      maxStaleness: this.reflector.get<number | undefined>(MAX_STALENESS, handler),
      isSensitive: flag(SENSITIVE),
      roles: this.reflector.getAllAndOverride<readonly string[] | undefined>(ROLES, [handler, owner]) ?? [],
    };
    const routes = this.#byClass.get(owner) ?? new Map<object, GuardedRoute>();
    this.#byClass.set(owner, routes.set(handler, access));
    return access;
  }
}
