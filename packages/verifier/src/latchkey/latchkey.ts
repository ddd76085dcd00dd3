import type { VerifiedRequest } from '../request/request-verifier.js';
import { requireProvenPage } from '../csrf/own-pages.js';
import { TokenError } from '../token/token-error.js';
import { Verifier } from '../verifier.js';
import type { Answer, StreamAnswer } from './answer.js';
import { callerOf, type Caller } from './caller.js';
import type { GuardAccess } from './guard-options.js';
import type { LatchkeyOptions } from './latchkey-options.js';
import { isDocumentRequest, isRenewable, problemPage, renewalAnswer } from './page-answer.js';
import { problemAnswer, type ProblemFacts } from './problem-answer.js';
import type { ServiceRequest } from './service-request.js';
import { SessionRoutes } from './session-routes.js';

/** What every mount stands on: one service of a deployment, free of a framework. */
export class Latchkey {
  readonly #verifier: Verifier;
  readonly #routes: SessionRoutes;
  readonly #issuer: string;

  private constructor(options: LatchkeyOptions) {
    const { keys, cookieDomain, sessionAbsolute = 43_200 } = options;
    this.#issuer = options.issuer;
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
   * Who the request speaks for; without a promise if the token was seen before.
   * @param access of {@link accessOf}
   * @throws TokenError, also as a rejection, to be answered as {@link refuse} says
   */
  admit(request: ServiceRequest, access: GuardAccess): Caller | Promise<Caller> {
    const verified = this.#verifier.verify(request, access);
    return verified instanceof Promise
      ? verified.then((one) => this.#callerOf(one, request, access))
      : this.#callerOf(verified, request, access);
  }

  /**
   * The answer to a request that was not let in; any other error is thrown again, for the framework.
   * @param access of the guard; a page is answered as a person reads it
   */
  refuse(error: unknown, request: ServiceRequest, access?: GuardAccess): Answer {
    if (!(error instanceof TokenError)) throw error;
    const problem = factsOf(error);
    if (access?.isPage !== true || !isDocumentRequest(request)) return problemAnswer(problem, request);
    if (!isRenewable(problem)) return problemPage(problem, request);
    return renewalAnswer(this.#issuer, this.#verifier.pages.ownOrigin, request);
  }

  /** Answers a route of the session; undefined if the request is for the service's own routes. */
  answer(request: ServiceRequest): Promise<Answer | StreamAnswer> | undefined {
    return this.#routes.answer(request)?.catch((error: unknown) => this.refuse(error, request));
  }

  close(): Promise<void> {
    return this.#verifier.stop();
  }

  // A page elsewhere may open a WebSocket here with a person's cookie, and read what it brings: no browser asks first.
  #callerOf({ claims, via }: VerifiedRequest, request: ServiceRequest, { isSocket }: GuardAccess): Caller {
    if (isSocket && via !== 'bearer') requireProvenPage(request, this.#verifier.pages);
    return callerOf(claims);
  }
}

function factsOf({ status, code, message: detail, headers, members }: TokenError): ProblemFacts {
  return { status, code, detail, headers, members };
}
