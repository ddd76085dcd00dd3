import { readFile } from 'node:fs/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReferenceDefinition } from '../http/reference-definition.js';
import { siteHeaders, type HeaderSet } from '../site/security-headers.js';
import type { SiteLook } from '../site/site.js';
import { compressedContent, encodingFor, type CompressedContent } from './compressed-content.js';

/** What stands in the written page where only a running service knows the words. */
export const PAGE_MARKS = {
  head: '<!-- head of the site -->',
  /** Replaced with all that is between, where the site draws a brand. */
  brand: ['<!-- brand -->', '<!-- /brand -->'],
  origin: 'https://service.invalid',
} as const;

const FILE_HEADERS: HeaderSet = { 'cache-control': 'no-cache' };

/** The API's document, its page and the page's style, as the build wrote them. A file is read when somebody asks for it; then it is remembered. */
export class Reference {
  readonly #made = new Map<string, Promise<CompressedContent>>();
  readonly #pageHeaders: HeaderSet;

  /** @param lookOf how the site looks at the moment, for the page */
  constructor(
    private readonly definition: ReferenceDefinition,
    private readonly origin: string,
    private readonly lookOf: () => SiteLook,
  ) {
    this.#pageHeaders = siteHeaders(origin.startsWith('https:'), []);
  }

  /** Answers with the document. */
  async sendDocument(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const content = await this.#once('document', () => this.#read('openapi.json'));
    send(request, reply, content, 'application/json; charset=utf-8', FILE_HEADERS);
  }

  /** Answers with the style of the page. */
  async sendStyle(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const content = await this.#once('style', () => this.#read('style.css'));
    send(request, reply, content, 'text/css; charset=utf-8', FILE_HEADERS);
  }

  /** Answers with the page. */
  async sendPage(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    // A build of the site gives its files new names.
    const look = this.lookOf();
    const content = await this.#once(`page ${look.head}${look.brand}`, async () =>
      Buffer.from(filledIn((await this.#read('page.html')).toString(), this.origin, look)),
    );
    send(request, reply, content, 'text/html; charset=utf-8', this.#pageHeaders);
  }

  #read(name: string): Promise<Buffer> {
    return readFile(new URL(name, this.definition.files));
  }

  #once(key: string, make: () => Promise<Buffer>): Promise<CompressedContent> {
    let made = this.#made.get(key);
    if (made === undefined) {
      made = make().then(compressedContent);
      // What failed is tried again at the next request.
      made.catch(() => this.#made.delete(key));
      this.#made.set(key, made);
    }
    return made;
  }
}

function filledIn(page: string, origin: string, { head, brand }: SiteLook): string {
  const [begin, end] = PAGE_MARKS.brand.map((mark) => page.indexOf(mark)) as [number, number];
  const branded =
    brand === undefined ? page : page.slice(0, begin) + brand + page.slice(end + PAGE_MARKS.brand[1].length);
  return branded.replace(PAGE_MARKS.head, () => head).replaceAll(PAGE_MARKS.origin, () => origin);
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  content: CompressedContent,
  type: string,
  headers: HeaderSet,
): void {
  reply.headers({ ...headers, etag: content.etag, vary: 'accept-encoding' });
  if (request.headers['if-none-match'] === content.etag) return void reply.code(304).send();
  const encoding = encodingFor(request.headers['accept-encoding']);
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  reply.type(type).send(content[encoding]);
}
