import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/access.decorator.js';
import { Operation } from '../http/operation.decorator.js';
import { Reference } from './reference.js';

const KEPT = { headers: { ETag: 'Names this content.' } };
const UNCHANGED = { 304: { description: 'It is the content that `If-None-Match` names.' } };

/** What the service tells of its own API. */
@Controller('reference')
@Public()
export class ReferenceController {
  constructor(private readonly reference: Reference) {}

  @Operation({
    topic: 'Operations',
    summary: 'Read this page',
    ...KEPT,
    responses: { 200: { description: 'The page.', type: 'text/html' }, ...UNCHANGED },
  })
  @Get()
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.reference.sendPage(request, reply);
  }

  @Operation({
    topic: 'Operations',
    summary: 'Read the document of the API',
    description: 'OpenAPI 3.1, made from the contracts that the service itself validates and answers by.',
    ...KEPT,
    responses: { 200: { description: 'The document.', type: 'application/json' }, ...UNCHANGED },
  })
  @Get('openapi.json')
  document(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.reference.sendDocument(request, reply);
  }

  @Operation({
    topic: 'Operations',
    summary: "Read this page's style",
    ...KEPT,
    responses: { 200: { description: 'A style sheet.', type: 'text/css' }, ...UNCHANGED },
  })
  @Get('style.css')
  style(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.reference.sendStyle(request, reply);
  }
}
