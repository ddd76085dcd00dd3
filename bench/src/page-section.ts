/** The section that npm run weight writes into the page of npm run bench. */
export const WEIGHT = 'Weight of the sites';

/** A section of a Markdown page, from its heading up to the next of the same rank; undefined if there is none. */
export function sectionOf(page: string, title: string): string | undefined {
  const begin = beginOf(page, title);
  return begin === -1 ? undefined : page.slice(begin, endOf(page, begin)).trimEnd();
}

/** The page with that section in place of the one it has, or at its end. */
export function withSection(page: string, title: string, section: string): string {
  const begin = beginOf(page, title);
  if (begin === -1) return `${page.trimEnd()}\n\n${section}\n`;
  const rest = page.slice(endOf(page, begin));
  return `${page.slice(0, begin)}${section}\n${rest === '' ? '' : `\n${rest}`}`;
}

function beginOf(page: string, title: string): number {
  return page.search(new RegExp(`^## ${title}$`, 'm'));
}

function endOf(page: string, begin: number): number {
  const next = page.slice(begin + 1).search(/^## /m);
  return next === -1 ? page.length : begin + 1 + next;
}
