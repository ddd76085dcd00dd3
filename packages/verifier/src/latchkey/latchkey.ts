import { requireProvenPage } from '../csrf/own-pages.js';
import { requireGoodOptions } from '../options/options.rules.js';
import type { VerifiedRequest } from '../request/request-verifier.js';
import { closeSocketOnEnd, endStreamOnEnd, type ClosableSocket } from '../sessions/close-on-end.js';
import type { StreamSink } from '../sessions/event-stream.js';
import type { EndListener } from '../sessions/session-watch.js';
import { TokenError } from '../token/token-error.js';
import type { Answer, StreamAnswer } from './answer.js';
import { callerOf, type Caller } from './caller.js';
import type { GuardAccess } from './guard-options.js';
import type { LatchkeyOptions } from './latchkey-options.js';
import { addressUnknown, isDocumentRequest, isRenewable, problemPage, renewalAnswer } from './page-answer.js';
import { problemAnswer, type ProblemFacts } from './problem-answer.js';
import { ServiceParts } from './service-parts.js';
import type { ServiceRequest } from './service-request.js';
import { statusOf } from './service-status.js';
import { SessionRoutes } from './session-routes.js';
import type { LatchkeyStatus } from './status.js';

/** What every mount stands on: one service of a deployment, free of a framework. */
export class Latchkey {
  readonly #routes: SessionRoutes;

  private constructor(private readonly parts: ServiceParts) {
    this.#routes = new SessionRoutes(parts);
  }

  /**
   * Checks the options, and begins to follow the bank. Waits for the store, as long as one call may take, and never for the bank.
   * @throws LatchkeyOptionsError that lists everything that is wrong with the options
   */
  static async open(options: LatchkeyOptions): Promise<Latchkey> {
    requireGoodOptions(options);
    const parts = new ServiceParts(options);
    await parts.start();
    return new Latchkey(parts);
  }

  /**
   * Who the request speaks for; without a promise if the token was seen before.
   * @param access of {@link accessOf}
   * @throws TokenError, also as a rejection, to be answered as {@link refuse} says
   */
  admit(request: ServiceRequest, access: GuardAccess): Caller | Promise<Caller> {
    const verified = this.parts.verifier.verify(request, access);
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
    const { ownOrigin } = this.parts.address;
    if (ownOrigin === undefined) return problemPage(addressUnknown(), request);
    return renewalAnswer(this.parts.issuer, ownOrigin, request);
  }

  /** Answers a route of the session; undefined if the request is for the service's own routes. */
  answer(request: ServiceRequest): Promise<Answer | StreamAnswer> | undefined {
    return this.#routes.answer(request)?.catch((error: unknown) => this.refuse(error, request));
  }

  /**
   * Calls the listener once, soon, when the caller's session ends, the person's rights change, or the token's time is over and
   * no newer one was seen here.
   * @returns forgets the listener
   */
  onSessionEnd({ claims }: Caller, listener: EndListener): () => void {
    return this.parts.verifier.sessions.watch(claims, listener);
  }

  /** Closes a WebSocket with 4401 and the code as reason when its caller's session ends. */
  closeSocketOnEnd(socket: ClosableSocket, { claims }: Caller): () => void {
    return closeSocketOnEnd(socket, claims, this.parts.verifier.sessions);
  }

  /** Ends an event stream of the service's own by `event: end` when its caller's session ends. */
  endStreamOnEnd(sink: StreamSink, { claims }: Caller): () => void {
    return endStreamOnEnd(sink, claims, this.parts.verifier.sessions);
  }

  /** How this service is doing, from memory: for health checks and for whoever set it up. */
  status(): LatchkeyStatus {
    return statusOf(this.parts);
  }

  close(): Promise<void> {
    return this.parts.stop();
  }

  // A page elsewhere may open a WebSocket here with a person's cookie, and read what it brings: no browser asks first.
  #callerOf({ claims, via }: VerifiedRequest, request: ServiceRequest, { isSocket }: GuardAccess): Caller {
    if (isSocket && via !== 'bearer') requireProvenPage(request, this.parts.address);
    return callerOf(claims);
  }
}

function factsOf({ status, code, message: detail, headers, members }: TokenError): ProblemFacts {
  return { status, code, detail, headers, members };
}
