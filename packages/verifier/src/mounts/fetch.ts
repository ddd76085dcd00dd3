import type { Caller } from '../latchkey/caller.js';
import { accessOf, type GuardOptions } from '../latchkey/guard-options.js';
import { Latchkey } from '../latchkey/latchkey.js';
import type { LatchkeyOptions } from '../latchkey/latchkey-options.js';
import type { LatchkeyStatus } from '../latchkey/status.js';
import { showRepeatedAuthorization } from './repeated-authorization.js';
import { WebSink } from '../sessions/web-sink.js';
import { JoinedService } from './joined-service.js';
import { responseOf, serviceRequest } from './web-request.js';

export type { Caller, GuardOptions, LatchkeyOptions, LatchkeyStatus };
export { LatchkeyOptionsError } from '../options/options.errors.js';
export { WebSink };

/** Latchkey for servers that take a WHATWG `Request`: Next, Bun, Deno. */
export async function latchkey(options: LatchkeyOptions): Promise<FetchLatchkey> {
  showRepeatedAuthorization();
  return new FetchLatchkey(await Latchkey.open(options));
}

/** What {@link latchkey} gives. */
export class FetchLatchkey extends JoinedService {
  /** Answers the routes of the session; resolves to undefined if the request is for the service's own routes. */
  session(): (request: Request) => Promise<Response | undefined> {
    return async (request) => {
      const answer = await this.core.answer(serviceRequest(request));
      return answer && responseOf(answer);
    };
  }

  /** Resolves to the caller, or to the answer for a request that is not let in. */
  guard(options: GuardOptions = {}): (request: Request) => Promise<Caller | Response> {
    const access = accessOf(options);
    return async (incoming) => {
      const request = serviceRequest(incoming);
      try {
        const admitted = this.core.admit(request, access);
        return admitted instanceof Promise ? await admitted : admitted;
      } catch (error) {
        return responseOf(this.core.refuse(error, request, access));
      }
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
