import { readFile } from 'node:fs/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HeaderSet } from '../site/security-headers.js';
import { siteHeaders } from '../site/security-headers.js';
import type { SiteLook } from '../site/site.js';
import { contentOf, encodingFor } from './content.js';
import type { Content } from './content.js';
import type { OpenApi } from './open-api.js';
import type { ReferenceDefinition } from '../http/reference-definition.js';

// Later parts win over earlier ones.
const STYLE_PARTS = ['base', 'bar', 'columns', 'operation', 'schema', 'samples'].map(
  (part) => new URL(`../../static/reference/${part}.css`, import.meta.url),
);
const FILE_HEADERS: HeaderSet = { 'cache-control': 'no-cache' };

/** The API's document, its page and the page's style. Nothing of it is read before somebody asks; then it is remembered. */
export class Reference {
  readonly #made = new Map<string, Promise<Content>>();
  readonly #pageHeaders: HeaderSet;

  /** @param lookOf how the site looks at the moment, for the page */
  constructor(
    private readonly definition: ReferenceDefinition,
    private readonly name: string,
    private readonly origin: string,
    private readonly lookOf: () => SiteLook,
  ) {
    this.#pageHeaders = siteHeaders(origin.startsWith('https:'), []);
  }

  /** Answers with the document as it is kept. */
  async sendDocument(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const content = await this.#once('document', () => readFile(this.definition.document));
    send(request, reply, content, 'application/json; charset=utf-8', FILE_HEADERS);
  }

  /** Answers with the style of the page. */
  async sendStyle(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const content = await this.#once('style', readStyle);
    send(request, reply, content, 'text/css; charset=utf-8', FILE_HEADERS);
  }

  /** Answers with the page. */
  async sendPage(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    // A build of the site gives its files new names.
    const look = this.lookOf();
    const content = await this.#once(`page ${look.head}${look.brand}`, () => this.#page(look));
    send(request, reply, content, 'text/html; charset=utf-8', this.#pageHeaders);
  }

  async #page(look: SiteLook): Promise<Buffer> {
    const [{ renderPage }, text] = await Promise.all([import('./page.js'), readFile(this.definition.document, 'utf8')]);
    const { name, origin } = this;
    return Buffer.from(renderPage(JSON.parse(text) as OpenApi, { name, origin, look }));
  }

  #once(key: string, make: () => Promise<Buffer>): Promise<Content> {
    let made = this.#made.get(key);
    if (made === undefined) {
      made = make().then(contentOf);
      // What failed is tried again at the next request.
      made.catch(() => this.#made.delete(key));
      this.#made.set(key, made);
    }
    return made;
  }
}

async function readStyle(): Promise<Buffer> {
  return Buffer.concat(await Promise.all(STYLE_PARTS.map((part) => readFile(part))));
}

function send(request: FastifyRequest, reply: FastifyReply, content: Content, type: string, headers: HeaderSet): void {
  reply.headers({ ...headers, etag: content.etag, vary: 'accept-encoding' });
  if (request.headers['if-none-match'] === content.etag) return void reply.code(304).send();
  const encoding = encodingFor(request.headers['accept-encoding']);
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  reply.type(type).send(content[encoding]);
}
