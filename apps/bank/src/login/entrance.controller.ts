import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { Public } from '@latchkey/auth';
import { Site } from '@latchkey/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EntranceService } from './entrance.service.js';
import { invalidReturnTo, pageNotFound } from './login.errors.js';

/** The pages that send people on after a login. They are the site's; only their target is checked here. */
@Controller()
export class EntranceController {
  constructor(
    private readonly entrance: EntranceService,
    private readonly site: Site,
  ) {}

  @Public()
  @Get(['login', 'register'])
  page(@Query('return_to') returnTo: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const isFine = this.entrance.mayReturnTo(returnTo);
    if (!this.site.accepts(request)) throw isFine ? pageNotFound() : invalidReturnTo();
    this.site.send(reply, isFine ? 200 : 400);
  }
}
