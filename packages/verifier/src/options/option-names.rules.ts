import { optionFault, type OptionFault } from './options.errors.js';

/** Changed, missing or additional letters up to which a name is taken for a slip of another. */
const SLIPS = 3;
const LONGEST = 64;

/** The names among those given that are none of the known ones, each with the one that was probably meant. */
export function unknownNames(given: object, known: readonly string[], prefix = ''): OptionFault[] {
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const nearest = nearestOf(name, known);
      const fix = nearest === undefined ? `The options are ${known.join(', ')}.` : `Did you mean ${prefix}${nearest}?`;
      return optionFault(`${prefix}${name}`, 'is no option', fix);
    });
}

function nearestOf(name: string, known: readonly string[]): string | undefined {
  const written = name.slice(0, LONGEST).toLowerCase();
  const [best] = known
    .map((other) => ({ other, slips: distance(written, other.toLowerCase()) }))
    .toSorted((one, other) => one.slips - other.slips);
  return best !== undefined && best.slips <= Math.min(SLIPS, name.length - 1) ? best.other : undefined;
}

// Levenshtein's, row by row.
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const changed = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(changed, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
