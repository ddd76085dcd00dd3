import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../latchkey/caller.js';
import { accessOf, type GuardOptions } from '../latchkey/guard-options.js';
import { Latchkey } from '../latchkey/latchkey.js';
import type { LatchkeyOptions } from '../latchkey/latchkey-options.js';
import type { LatchkeyStatus } from '../latchkey/status.js';
import { NodeSink } from '../sessions/node-sink.js';
import { JoinedService } from './joined-service.js';
import { serviceRequest, writeAnswer } from './node-request.js';
import { upgradeGuard, type UpgradeGuard } from './upgrade.js';

export type { Caller, GuardOptions, LatchkeyOptions, LatchkeyStatus };
export { LatchkeyOptionsError } from '../options/options.errors.js';

declare global {
  namespace Express {
    interface Request {
      /** Who the request speaks for; set by the guard alone. */
      caller: Caller;
    }
  }
}

/** A middleware as Express 5 takes it, which looks at the promise. */
export type Middleware = (
  request: IncomingMessage & { caller?: Caller },
  response: ServerResponse,
  next: () => void,
) => Promise<void>;

/** Latchkey for Express 5. */
export async function latchkey(options: LatchkeyOptions): Promise<ExpressLatchkey> {
  return new ExpressLatchkey(await Latchkey.open(options));
}

/** What {@link latchkey} gives. */
export class ExpressLatchkey extends JoinedService {
  /** Answers the routes of the session. */
  session(): Middleware {
    return async (request, response, next) => {
      const answer = await this.core.answer(serviceRequest(request));
      if (answer === undefined) next();
      else writeAnswer(response, answer);
    };
  }

  /** Lets a request through that speaks for a caller who may, as `request.caller`; answers all others. */
  guard(options: GuardOptions = {}): Middleware {
    const access = accessOf(options);
    return async (incoming, response, next) => {
      const request = serviceRequest(incoming);
      try {
        const admitted = this.core.admit(request, access);
        incoming.caller = admitted instanceof Promise ? await admitted : admitted;
        response.setHeader('cache-control', 'no-store');
      } catch (error) {
        return writeAnswer(response, this.core.refuse(error, request, access));
      }
      next();
    };
  }

  /** Guards what the server's `upgrade` event tells of; resolves to undefined if the WebSocket was refused, and is ended. */
  upgrade(options: GuardOptions = {}): UpgradeGuard {
    return upgradeGuard(this.core, options);
  }

  /** Ends an event stream of the service's own by `event: end` when its caller's session ends. */
  endStreamOnEnd(response: ServerResponse, caller: Caller): () => void {
    return this.core.endStreamOnEnd(new NodeSink(response), caller);
  }
}
