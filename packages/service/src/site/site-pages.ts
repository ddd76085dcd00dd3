import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The list's name in the folder of a built site: a JSON array of a router's paths. */
export const PAGE_LIST = 'pages.json';

/** Where the pages of a site live. A site without a list may have a page at every address. */
export class SitePages {
  readonly #patterns: readonly RegExp[] | undefined;

  constructor(paths: readonly string[] | undefined) {
    this.#patterns = paths?.map(patternOf);
  }

  /** Reads the list in the folder of a built site. */
  static of(folder: string): SitePages {
    const file = join(folder, PAGE_LIST);
    return new SitePages(existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : undefined);
  }

  /** Whether a page may live at the path. */
  has(path: string): boolean {
    return this.#patterns === undefined || this.names(path);
  }

  /** Whether the list names the path. */
  names(path: string): boolean {
    return this.#patterns?.some((pattern) => pattern.test(path)) ?? false;
  }
}

// As the router compares: in any case, with or without a slash at the end; `$name` is any one segment.
function patternOf(path: string): RegExp {
  const segments = path.split('/').filter(Boolean);
  const parts = segments.map((segment) =>
    segment.startsWith('$') ? '/[^/]+' : `/${segment.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`,
  );
  return new RegExp(`^${parts.join('')}/?$`, 'i');
}
