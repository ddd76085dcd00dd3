import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { Public } from '@latchkey/auth';
import { Operation, Site } from '@latchkey/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { returnTarget } from './login-page.contract.js';
import { LoginPageService } from './login-page.service.js';
import { invalidReturnTo, pageNotFound } from './login.errors.js';

/** The pages that send people on after a login. They are the site's; only their target is checked here. */
@Controller()
export class LoginPageController {
  constructor(
    private readonly pages: LoginPageService,
    private readonly site: Site,
  ) {}

  @Operation({
    topic: 'Pages',
    summary: 'Open a page that leads back',
    description:
      'The site itself. Its target is checked here, so that nobody is sent to a foreign address after a login.',
    parameters: { return_to: returnTarget },
    responses: {
      200: { description: 'The page.', type: 'text/html' },
      400: { description: 'The page, which says that its target is none.', type: 'text/html' },
    },
    errors: () => [invalidReturnTo(), pageNotFound()],
  })
  @Public()
  @Get(['login', 'register'])
  page(@Query('return_to') returnTo: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const isFine = this.pages.mayReturnTo(returnTo);
    if (isFine && !this.site.accepts(request)) throw pageNotFound();
    if (!isFine && !this.site.prefers(request)) throw invalidReturnTo();
    this.site.send(reply, isFine ? 200 : 400);
  }
}
