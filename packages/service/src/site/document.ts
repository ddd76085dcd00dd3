import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SitePages } from './site-pages.js';

/** The document's name in the folder of a built site. */
export const INDEX = 'index.html';

const HEAD = /<head[^>]*>/i;

/** What a service tells its pages, by name. */
export type Facts = Readonly<Record<string, string>>;

/** A document of the site with its facts, and the list of the site's pages; read again when a build replaces them. */
export class SiteDocument {
  #html = '';
  #pages = new SitePages(undefined);
  #modified = 0;

  constructor(
    private readonly folder: string,
    private readonly facts: Facts,
    private readonly name = INDEX,
  ) {}

  /** The document as text. */
  get html(): string {
    this.#refresh();
    return this.#html;
  }

  /** Where its pages live. */
  get pages(): SitePages {
    this.#refresh();
    return this.#pages;
  }

  #refresh(): void {
    const path = join(this.folder, this.name);
    // Between two builds there may be no file for a moment; the last document stays.
    const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? this.#modified;
    if (modified === this.#modified) return;
    this.#html = withFacts(readFileSync(path, 'utf8'), this.facts);
    this.#pages = SitePages.of(this.folder);
    this.#modified = modified;
  }
}

/** Writes facts into a page's head, each as `<meta name="latchkey:KEY" content="VALUE">`. */
export function withFacts(html: string, facts: Facts): string {
  const metas = Object.entries(facts).map(
    ([key, value]) => `\n    <meta name="latchkey:${escaped(key)}" content="${escaped(value)}" />`,
  );
  return html.replace(HEAD, (head) => head + metas.join(''));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
