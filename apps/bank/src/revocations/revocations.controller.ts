import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { Public } from '@latchkey/auth';
import { clientAddress } from '@latchkey/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FeedService } from './feed.service.js';

/** The revocation feed. Public as a JWKS is: it names nobody but sessions that are over. */
@Controller('.well-known/latchkey/revocations')
export class RevocationsController {
  constructor(private readonly feed: FeedService) {}

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
    const { etag, text } = await this.feed.answer({ ifNoneMatch, prefer, since }, reader);
    void reply.headers({ 'content-type': 'application/jwt', etag: `"${etag}"` });
    return text;
  }
}
