import type { RouteAccess } from '../request/request-verifier.js';

/** What a guarded route takes, where that is not the usual. */
export interface GuardOptions {
  /** Bears 15 seconds of staleness, for what a thief would do first. */
  readonly sensitive?: boolean;
  /** Any one of these roles suffices. */
  readonly roles?: readonly string[];
  /** Seconds of staleness that the route bears; by default 900 for GET and HEAD, else 300. */
  readonly maxStaleness?: number;
  /** A browser that asks for a document without a living token is sent to the bank, which renews it and sends it back. */
  readonly page?: boolean;
  /** The page that opens a WebSocket is looked at, although the request is a GET. */
  readonly socket?: boolean;
}

/** The options of a guard, read once for all its requests. */
export interface GuardAccess extends RouteAccess {
  readonly isPage: boolean;
  readonly isSocket: boolean;
}

/** Seconds that a sensitive route bears. */
const SENSITIVE_SECONDS = 15;

/** What a guard with these options takes. */
export function accessOf({ sensitive = false, roles = [], maxStaleness, page, socket }: GuardOptions): GuardAccess {
  return {
    allowsExpired: false,
    allowsRevoked: false,
    allowsSameSite: false,
    maxStaleness: maxStaleness ?? (sensitive ? SENSITIVE_SECONDS : undefined),
    isSensitive: sensitive,
    roles: [...roles],
    isPage: page === true,
    isSocket: socket === true,
  };
}
