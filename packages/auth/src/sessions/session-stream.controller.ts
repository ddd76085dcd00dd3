import type { OutgoingHttpHeaders } from 'node:http';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { observeToTheEnd, Operation } from '@latchkey/service';
import { EVENT_STREAM_HEADERS, NodeSink, SessionStreams } from '@latchkey/verifier';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { checked, streamsExhausted, tooManyStreams } from '../errors/app-errors.js';
import { verifiedCaller } from '../guard/caller.decorator.js';

/** `GET /api/session/stream`, the same at every service. */
@Controller('api/session/stream')
export class SessionStreamController {
  constructor(private readonly streams: SessionStreams) {}

  @Operation({
    topic: 'Login',
    summary: 'Hear when the session is over',
    description:
      'Server-Sent Events: a single event `end` as soon as the session ends, whose data is `{"code":"…"}`: `session_ended`; `renew_required` where the rights of the person have changed; `token_expired` where the time of the newest token that this service saw is over. Then the service closes. An answer that breaks off without this event says nothing: ask again.\n\nAn open stream does not count as use of the session.',
    responses: { 200: { description: 'The stream; a comment every 15 seconds.', type: 'text/event-stream' } },
    errors: () => [tooManyStreams(), streamsExhausted()],
  })
  @Get()
  open(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const { claims } = verifiedCaller(request);
    checked(() => this.streams.requireRoom(claims));
    observeToTheEnd(request, reply);
    reply.hijack();
    reply.raw.writeHead(200, { ...(reply.getHeaders() as OutgoingHttpHeaders), ...EVENT_STREAM_HEADERS });
    if (request.method === 'HEAD') reply.raw.end();
    else this.streams.add(claims, new NodeSink(reply.raw));
  }
}
