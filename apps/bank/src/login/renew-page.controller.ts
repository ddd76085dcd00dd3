import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { Public } from '@latchkey/auth';
import { Operation, Site } from '@latchkey/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { returnTarget } from './login-page.contract.js';
import { LoginPageService } from './login-page.service.js';
import { invalidReturnTo, pageNotFound } from './login.errors.js';

/** Where a service that draws its pages by itself sends a browser whose token is over: a GET to the bank renews nothing, this page does. */
@Controller('renew')
export class RenewPageController {
  constructor(
    private readonly pages: LoginPageService,
    private readonly site: Site,
  ) {}

  @Operation({
    topic: 'Pages',
    summary: 'Renew the login of a browser and lead back',
    description:
      'For services that answer with pages of their own: a document request without a token in force is redirected here. The page renews the login by `POST /api/refresh` and goes to `return_to`; without a session it goes to the login, which leads there afterwards. It works from links of other sites too, where the redirect itself carries no refresh cookie. Sent here more than three times within a minute for the same target, a person is told so, with the id of the request.',
    parameters: { return_to: returnTarget },
    responses: {
      200: { description: 'The page.', type: 'text/html' },
      400: { description: 'The page, which says that its target is none.', type: 'text/html' },
    },
    errors: () => [invalidReturnTo(), pageNotFound()],
  })
  @Public()
  @Get()
  page(@Query('return_to') returnTo: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const target = this.pages.targetOf(returnTo);
    if (target === undefined && !this.site.prefers(request)) throw invalidReturnTo();
    if (!this.site.accepts(request)) throw pageNotFound();
    const facts = { 'request-id': request.id, ...(target !== undefined && { 'return-to': target }) };
    this.site.sendDocument(reply, target === undefined ? 400 : 200, 'renew', facts);
  }
}
