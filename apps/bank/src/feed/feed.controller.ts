import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { Public } from '@latchkey/auth';
import { clientAddress, Operation } from '@latchkey/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { feedEtag, feedSince, feedWait } from './feed.contract.js';
import { FeedService } from './feed.service.js';
import { feedNotCurrent, tooManyReaders } from './feed.errors.js';

/** The revocation feed. Public as a JWKS is: it names nobody but sessions that are over. */
@Controller('.well-known/latchkey/revocations')
export class FeedController {
  constructor(private readonly feed: FeedService) {}

  @Operation({
    topic: 'Discovery',
    summary: 'Follow the sessions that have ended',
    description:
      'A signed JWT (`typ` is `revocations+jwt`) that names every session which ended while a token of it may still live. Services read it to refuse such tokens within a second, and verify it with the key ring.\n\nWith `Prefer: wait=5` and the ETag of the last answer, the call waits for news: after at most 5 seconds a signed heartbeat says that nothing has changed. The claims are told in docs/conformance.md.',
    parameters: { 'if-none-match': feedEtag, prefer: feedWait, since: feedSince },
    headers: { ETag: 'Names the set that is then known; to be sent as `If-None-Match`.' },
    responses: { 200: { description: 'The set, what changed since, or a heartbeat.', type: 'application/jwt' } },
    errors: () => [feedNotCurrent(), tooManyReaders()],
  })
  @Public()
  @Get()
  async read(
    @Headers('if-none-match') ifNoneMatch: unknown,
    @Headers('prefer') prefer: unknown,
    @Query('since') since: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const hangUp = new AbortController();
    reply.raw.once('close', () => hangUp.abort());
    const reader = { address: clientAddress(request), gone: hangUp.signal };
    const { 'accept-encoding': acceptEncoding } = request.headers;
    const { etag, body, isPacked } = await this.feed.answer({ ifNoneMatch, prefer, since, acceptEncoding }, reader);
    void reply.headers({ 'content-type': 'application/jwt', etag: `"${etag}"`, vary: 'Accept-Encoding' });
    if (isPacked) void reply.header('content-encoding', 'gzip');
    return body;
  }
}
