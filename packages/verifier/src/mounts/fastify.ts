import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import type { Answer, StreamAnswer } from '../latchkey/answer.js';
import type { Caller } from '../latchkey/caller.js';
import { accessOf, type GuardOptions } from '../latchkey/guard-options.js';
import { Latchkey } from '../latchkey/latchkey.js';
import type { LatchkeyOptions } from '../latchkey/latchkey-options.js';
import type { LatchkeyStatus } from '../latchkey/status.js';
import { NodeSink } from '../sessions/node-sink.js';
import { JoinedService } from './joined-service.js';
import { serviceRequest, writeAnswer } from './node-request.js';

export type { Caller, GuardOptions, LatchkeyOptions, LatchkeyStatus };
export { LatchkeyOptionsError } from '../options/options.errors.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who the request speaks for; set by the guard alone. */
    caller: Caller;
  }
}

/** Latchkey for Fastify 5. */
export async function latchkey(options: LatchkeyOptions): Promise<FastifyLatchkey> {
  return new FastifyLatchkey(await Latchkey.open(options));
}

/** What {@link latchkey} gives. */
export class FastifyLatchkey extends JoinedService {
  /** A plugin that answers the routes of the session, for the whole server. */
  session(): FastifyPluginCallback {
    const plugin: FastifyPluginCallback = (server, _, done) => {
      server.decorateRequest('caller');
      server.addHook('onRequest', async (request, reply) => {
        const answer = await this.core.answer(serviceRequest(request.raw));
        if (answer !== undefined) return send(reply, answer);
      });
      done();
    };
    // Its hooks are for the server that registers it, not for a scope of its own.
    return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
  }

  /** A hook that lets a request through that speaks for a caller who may, as `request.caller`; answers all others. */
  guard(options: GuardOptions = {}): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown> {
    const access = accessOf(options);
    return async (incoming, reply) => {
      const request = serviceRequest(incoming.raw);
      try {
        const admitted = this.core.admit(request, access);
        incoming.caller = admitted instanceof Promise ? await admitted : admitted;
        reply.header('cache-control', 'no-store');
      } catch (error) {
        return send(reply, this.core.refuse(error, request, access));
      }
    };
  }

  /** Ends an event stream of the service's own, on a hijacked reply, by `event: end` when its caller's session ends. */
  endStreamOnEnd({ raw }: FastifyReply, caller: Caller): () => void {
    return this.core.endStreamOnEnd(new NodeSink(raw), caller);
  }
}

function send(reply: FastifyReply, answer: Answer | StreamAnswer): FastifyReply {
  if (!('open' in answer)) return reply.code(answer.status).headers(answer.headers).send(answer.body);
  reply.hijack();
  writeAnswer(reply.raw, answer);
  return reply;
}
