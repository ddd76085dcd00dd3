import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { Public } from '@latchkey/auth';
import { clientAddress, Operation } from '@latchkey/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { feedDeletedAfter, feedEtag, feedRightsSince, feedSince, feedVer, feedWait } from './feed.contract.js';
import { FeedService } from './feed.service.js';
import { feedNotCurrent, tooManyReaders } from './feed.errors.js';

/** The revocation feed. Public as a JWKS is: it names sessions that are over, and people by ids that say nothing. */
@Controller('.well-known/latchkey/revocations')
export class FeedController {
  constructor(private readonly feed: FeedService) {}

  @Operation({
    topic: 'Discovery',
    summary: 'Follow the sessions that have ended',
    description:
      'A signed JWT (`typ` is `revocations+jwt`) that names every session which ended while a token of it may still live; with `ver=2` also the people whose rights changed in that time, and the accounts that were deleted in the last 30 days, page by page. Services read it to refuse such tokens within a second, and verify it with the key ring.\n\nWith `Prefer: wait=5` and the ETag of the last answer, the call waits for news: after at most 5 seconds a signed heartbeat says that nothing has changed. The claims are told in docs/conformance.md.',
    parameters: {
      'if-none-match': feedEtag,
      prefer: feedWait,
      ver: feedVer,
      since: feedSince,
      rights_since: feedRightsSince,
      deleted_after: feedDeletedAfter,
    },
    headers: { ETag: 'Names what is then known; to be sent as `If-None-Match`.' },
    responses: { 200: { description: 'The set, what changed since, or a heartbeat.', type: 'application/jwt' } },
    errors: () => [feedNotCurrent(), tooManyReaders()],
  })
  @Public()
  @Get()
  async read(
    @Headers('if-none-match') ifNoneMatch: unknown,
    @Headers('prefer') prefer: unknown,
    @Query('ver') ver: unknown,
    @Query('since') since: unknown,
    @Query('rights_since') rightsSince: unknown,
    @Query('deleted_after') deletedAfter: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const hangUp = new AbortController();
    reply.raw.once('close', () => hangUp.abort());
    const reader = { address: clientAddress(request), gone: hangUp.signal };
    const { 'accept-encoding': acceptEncoding } = request.headers;
    const asked = { ifNoneMatch, prefer, ver, since, rightsSince, deletedAfter, acceptEncoding };
    const { etag, body, isPacked } = await this.feed.answer(asked, reader);
    void reply.headers({ 'content-type': 'application/jwt', etag: `"${etag}"`, vary: 'Accept-Encoding' });
    if (isPacked) void reply.header('content-encoding', 'gzip');
    return body;
  }
}
