import type { IncomingMessage } from 'node:http';
import type { Context, MiddlewareHandler } from 'hono';
import type { Caller } from '../latchkey/caller.js';
import { accessOf, type GuardOptions } from '../latchkey/guard-options.js';
import { Latchkey } from '../latchkey/latchkey.js';
import type { LatchkeyOptions } from '../latchkey/latchkey-options.js';
import type { ServiceRequest } from '../latchkey/service-request.js';
import type { LatchkeyStatus } from '../latchkey/status.js';
import { WebSink } from '../sessions/web-sink.js';
import { JoinedService } from './joined-service.js';
import { serviceRequest as nodeRequest } from './node-request.js';
import { responseOf, serviceRequest } from './web-request.js';

export type { Caller, GuardOptions, LatchkeyOptions, LatchkeyStatus };
export { LatchkeyOptionsError } from '../options/options.errors.js';
export { WebSink };

declare module 'hono' {
  interface ContextVariableMap {
    /** Who the request speaks for; set by the guard alone. */
    caller: Caller;
  }
}

/** Latchkey for Hono. */
export async function latchkey(options: LatchkeyOptions): Promise<HonoLatchkey> {
  return new HonoLatchkey(await Latchkey.open(options));
}

/** What {@link latchkey} gives. */
export class HonoLatchkey extends JoinedService {
  /** Answers the routes of the session. */
  session(): MiddlewareHandler {
    return async (context, next) => {
      const answer = await this.core.answer(requestOf(context));
      if (answer !== undefined) return responseOf(answer);
      await next();
    };
  }

  /** Lets a request through that speaks for a caller who may, as `c.get('caller')`; answers all others. */
  guard(options: GuardOptions = {}): MiddlewareHandler {
    const access = accessOf(options);
    return async (context: Context, next) => {
      const request = requestOf(context);
      try {
        const admitted = this.core.admit(request, access);
        context.set('caller', admitted instanceof Promise ? await admitted : admitted);
        context.header('cache-control', 'no-store');
      } catch (error) {
        return responseOf(this.core.refuse(error, request, access));
      }
      await next();
    };
  }

  /**
   * Ends an event stream of the service's own by `event: end` when its caller's session ends.
   * @param sink whose `body` is that of the response
   */
  endStreamOnEnd(sink: WebSink, caller: Caller): () => void {
    return this.core.endStreamOnEnd(sink, caller);
  }
}

// On Node what was sent is still there, and who sent it.
function requestOf({ env, req }: Context): ServiceRequest {
  const { incoming } = (env ?? {}) as { incoming?: IncomingMessage };
  return incoming === undefined ? serviceRequest(req.raw) : nodeRequest(incoming);
}
