import type { FastifyReply, FastifyRequest } from 'fastify';
import { pathOf } from './request-path.js';
import type { HeaderSet } from './security-headers.js';
import { INDEX, withFacts } from './document.js';
import type { Facts, SiteDocument } from './document.js';

// What is not a page even if a browser asks for one.
const NOT_PAGES = /^\/(api|assets|health|internal|metrics|\.well-known)(\/|$)/;

/** What another page of the service takes over from the site, as markup. */
export interface SiteLook {
  /** Tags of the head: its style, its icon, the theme that a person chose. */
  readonly head: string;
  /** The link home with the mark and the name, if the site draws one into its document. */
  readonly brand: string | undefined;
}

const TAKES_HTML = /text\/html|text\/\*|\*\/\*/;

// Module scripts are the site itself; the one classic script puts the chosen theme on the page.
const LOOK = /<link rel="(?:stylesheet|icon)"[^>]*>|<script src="[^"]*"><\/script>/g;
const BRAND = /<a [^>]*class="brand"[^>]*>.*?<\/a>/s;

/**
 * The pages of a service. Nearly all of them are one document, in which the site finds its way by the address; one that must be
 * there at once has a document of its own.
 */
export class Site {
  private readonly document: SiteDocument | undefined;

  /** @param documents by the names of their files */
  constructor(
    private readonly documents: ReadonlyMap<string, SiteDocument>,
    private readonly headers: HeaderSet,
  ) {
    this.document = documents.get(INDEX);
  }

  /** Whether a request that no route took asks for a page of the site. */
  isPage(request: FastifyRequest): boolean {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const path = pathOf(request);
    return !NOT_PAGES.test(path) && (this.prefers(request) || (this.accepts(request) && this.#names(path)));
  }

  /** Whether there is a site and the client takes HTML, be it among everything else (RFC 9110 §12.5.1). */
  accepts(request: FastifyRequest): boolean {
    return this.document !== undefined && TAKES_HTML.test(request.headers.accept ?? '*/*');
  }

  /** Whether there is a site and the client names HTML, as browsers do: it is shown a page for a problem too. */
  prefers(request: FastifyRequest): boolean {
    return this.document !== undefined && (request.headers.accept ?? '').includes('text/html');
  }

  /** The site's look, for another page of the service. */
  get look(): SiteLook {
    const html = this.document?.html ?? '';
    return { head: (html.match(LOOK) ?? []).join('\n    '), brand: BRAND.exec(html)?.[0] };
  }

  /** Responds to a request for a page: 404 where the site has none, with its document, which says so. */
  sendPage(request: FastifyRequest, reply: FastifyReply): void {
    this.send(reply, this.document?.pages.has(pathOf(request)) === false ? 404 : 200);
  }

  /** Responds with the site's document. */
  send(reply: FastifyReply, status = 200): void {
    this.#send(reply, status, this.document?.html ?? '');
  }

  /** Responds with a page that has a document of its own, `NAME.html`, and facts that are this request's: it is kept nowhere. */
  sendDocument(reply: FastifyReply, status: number, name: string, facts: Facts): void {
    const document = this.documents.get(`${name}.html`) ?? this.document;
    this.#send(reply, status, withFacts(document?.html ?? '', facts), { 'cache-control': 'no-store' });
  }

  #send(reply: FastifyReply, status: number, html: string, headers: HeaderSet = {}): void {
    reply
      .code(status)
      .headers({ ...this.headers, ...headers })
      // Programs get something else at the same address.
      .header('vary', 'accept')
      .type('text/html; charset=utf-8')
      .serializer((document: string) => document)
      .send(html);
  }

  // A site without a list may have a page anywhere, but a program that takes anything is not told so.
  #names(path: string): boolean {
    return this.document?.pages.names(path) ?? false;
  }
}
