import type { RouteAccess } from '../request/request-verifier.js';
import { TokenError } from '../token/token-error.js';
import { Verifier } from '../verifier.js';
import type { Answer } from './answer.js';
import { callerOf, type Caller } from './caller.js';
import type { GuardOptions } from './guard-options.js';
import type { LatchkeyOptions } from './latchkey-options.js';
import { problemAnswer } from './problem-answer.js';
import type { ServiceRequest } from './service-request.js';
import { SessionRoutes } from './session-routes.js';

/** Seconds that a sensitive route bears. */
const SENSITIVE_SECONDS = 15;

/** What every mount stands on: one service of a deployment, free of a framework. */
export class Latchkey {
  readonly #verifier: Verifier;
  readonly #routes: SessionRoutes;

  private constructor(options: LatchkeyOptions) {
    const { keys, cookieDomain, sessionAbsolute = 43_200 } = options;
    this.#verifier = new Verifier({
      ...options,
      publicUrl: options.publicUrl ?? options.issuer,
      ...('secret' in keys && { secret: keys.secret }),
      ...('file' in keys && { keysFile: keys.file }),
    });
    this.#routes = new SessionRoutes({
      verifier: this.#verifier,
      cookieDomain: cookieDomain ?? new URL(options.issuer).hostname.replace(/^[^.]+\./, ''),
      sessionAbsolute,
    });
  }

  /** Checks the options, and begins to follow the bank. Waits for the store, never for the bank. */
  static async open(options: LatchkeyOptions): Promise<Latchkey> {
    const opened = new Latchkey(options);
    await opened.#verifier.start();
    return opened;
  }

  /**
   * Who the request speaks for.
   * @throws TokenError, to be answered as {@link refuse} says
   */
  admit(request: ServiceRequest, access: Partial<RouteAccess>): Promise<Caller> {
    return this.#verifier.verify(request, access).then(({ claims }) => callerOf(claims));
  }

  /** The answer to a request that was not let in; any other error is thrown again, for the framework. */
  refuse(error: unknown, request: ServiceRequest): Answer {
    if (!(error instanceof TokenError)) throw error;
    return problemAnswer(error, request);
  }

  /** Answers a route of the session; undefined if the request is for the service's own routes. */
  answer(request: ServiceRequest): Promise<Answer> | undefined {
    return this.#routes
      .find(request)?.(request)
      .catch((error: unknown) => this.refuse(error, request));
  }

  close(): Promise<void> {
    return this.#verifier.stop();
  }
}

/** What a guarded route takes, read once for all its requests. */
export function accessOf({ sensitive = false, roles = [], maxStaleness }: GuardOptions): Partial<RouteAccess> {
  const bound = maxStaleness ?? (sensitive ? SENSITIVE_SECONDS : undefined);
  return { isSensitive: sensitive, roles: [...roles], ...(bound !== undefined && { maxStaleness: bound }) };
}
