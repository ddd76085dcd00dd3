import { readFileSync, statSync } from 'node:fs';
import { escaped } from '../reference/markup.js';

const HEAD = /<head[^>]*>/i;

/** The site's one page with its facts; read again when a build replaces it. */
export class SiteDocument {
  #html = '';
  #modified = 0;

  constructor(
    private readonly path: string,
    private readonly facts: Readonly<Record<string, string>>,
  ) {}

  /** The page as text. */
  get html(): string {
    // Between two builds there may be no file for a moment; the last page stays.
    const modified = statSync(this.path, { throwIfNoEntry: false })?.mtimeMs ?? this.#modified;
    if (modified !== this.#modified) {
      this.#html = withFacts(readFileSync(this.path, 'utf8'), this.facts);
      this.#modified = modified;
    }
    return this.#html;
  }
}

/** Writes facts into a page's head, each as `<meta name="latchkey:KEY" content="VALUE">`. */
function withFacts(html: string, facts: Readonly<Record<string, string>>): string {
  const metas = Object.entries(facts).map(
    ([key, value]) => `\n    <meta name="latchkey:${escaped(key)}" content="${escaped(value)}" />`,
  );
  return html.replace(HEAD, (head) => head + metas.join(''));
}
