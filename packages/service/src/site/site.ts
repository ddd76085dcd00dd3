import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HeaderSet } from '../http/security.headers.js';
import type { SiteDocument } from './document.js';

// What is not a page even if a browser asks for one.
const NOT_PAGES = /^\/(api|assets|health|internal|metrics|reference|\.well-known)(\/|$)/;

// Module scripts are the site itself; the one classic script puts the chosen theme on the page.
const LOOK = /<link rel="(?:stylesheet|icon)"[^>]*>|<script src="[^"]*"><\/script>/g;

/** The pages of a service. All of them are one document, in which the site finds its way by the address. */
export class Site {
  constructor(
    private readonly document: SiteDocument | undefined,
    private readonly headers: HeaderSet,
  ) {}

  /** Whether a request that no route took asks for a page of the site. */
  isPage(request: FastifyRequest): boolean {
    if (this.document === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
    return this.accepts(request) && !NOT_PAGES.test(request.url.split(/[?#;]/)[0]!);
  }

  /** Whether there is a site and the client takes HTML; for routes that answer a page or a problem. */
  accepts(request: FastifyRequest): boolean {
    return this.document !== undefined && (request.headers.accept ?? '').includes('text/html');
  }

  /** Tags that carry the site's look to another page of the service: its style, its icon, the theme that a person chose. */
  get head(): string {
    return (this.document?.html.match(LOOK) ?? []).join('\n    ');
  }

  /** Answers with the site's document. */
  send(reply: FastifyReply, status = 200): void {
    reply
      .code(status)
      .headers(this.headers)
      .type('text/html; charset=utf-8')
      .serializer((document: string) => document)
      .send(this.document?.html ?? '');
  }
}
