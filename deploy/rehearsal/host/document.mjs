import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGES = ['docs/hosts.md', 'docs/hosts-running.md'];

/** What stands before a block that is not simply run in its turn: `<!-- rehearsed: NAME -->` or `<!-- not rehearsed: WHY -->`. */
const BLOCK = /(?:<!-- (?<how>not rehearsed|rehearsed): (?<what>[^\n]*?) -->\n)?^```sh\n(?<code>.*?)^```$/gms;

/**
 * The blocks of commands of a page, in order: those with a `name` are run when their time comes, those with a `why` are not run, the
 * others one after the other. `section` is the heading that they stand under.
 */
export function blocksOf(page) {
  return [...page.matchAll(BLOCK)].map(({ index, groups: { how, what, code } }) => ({
    section: page
      .slice(0, index)
      .match(/^#+ (.+)$/gm)
      ?.at(-1)
      ?.replace(/^#+ /, ''),
    code,
    ...(how === 'rehearsed' && { name: what }),
    ...(how === 'not rehearsed' && { why: what }),
  }));
}

/** The blocks of all pages that a host is made and kept by. */
export function readBlocks(root) {
  return PAGES.flatMap((page) => blocksOf(readFileSync(join(root, page), 'utf8')));
}
