import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../latchkey/caller.js';
import { accessOf, type GuardOptions } from '../latchkey/guard-options.js';
import { Latchkey } from '../latchkey/latchkey.js';
import type { LatchkeyOptions } from '../latchkey/latchkey-options.js';
import { serviceRequest, writeAnswer } from './node-request.js';

export type { Caller, GuardOptions, LatchkeyOptions };

/** Latchkey for a `node:http` server. */
export async function latchkey(options: LatchkeyOptions): Promise<NodeLatchkey> {
  return new NodeLatchkey(await Latchkey.open(options));
}

/** What {@link latchkey} gives. */
export class NodeLatchkey {
  constructor(private readonly core: Latchkey) {}

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
        return await this.core.admit(request, access);
      } catch (error) {
        writeAnswer(response, this.core.refuse(error, request, access));
        return undefined;
      }
    };
  }

  /** Stops following the bank. */
  close(): Promise<void> {
    return this.core.close();
  }
}
