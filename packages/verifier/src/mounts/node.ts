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

/** Latchkey for a `node:http` server. */
export async function latchkey(options: LatchkeyOptions): Promise<NodeLatchkey> {
  return new NodeLatchkey(await Latchkey.open(options));
}

/** What {@link latchkey} gives. */
export class NodeLatchkey extends JoinedService {
  /** Answers the routes of the session; resolves to false if the request is for the service's own routes. */
  session(): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
    return async (request, response) => {
      const answer = await this.core.answer(serviceRequest(request));
      if (answer !== undefined) writeAnswer(response, answer);
      return answer !== undefined;
    };
  }

  /** Resolves to the caller; to undefined if the request was not let in, and is answered. */
  guard(
    options: GuardOptions = {},
  ): (request: IncomingMessage, response: ServerResponse) => Promise<Caller | undefined> {
    const access = accessOf(options);
    return async (incoming, response) => {
      const request = serviceRequest(incoming);
      try {
        const admitted = this.core.admit(request, access);
        const caller = admitted instanceof Promise ? await admitted : admitted;
        response.setHeader('cache-control', 'no-store');
        return caller;
      } catch (error) {
        writeAnswer(response, this.core.refuse(error, request, access));
        return undefined;
      }
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
