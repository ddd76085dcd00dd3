import { groupedDigits } from './euros.rules.js';

const UNITS = [
  { size: 1e9, letters: 'bn' },
  { size: 1e6, letters: 'm' },
  { size: 1e3, letters: 'k' },
] as const;
const MINOR = 100;

/** An estimate to read, in three figures at most: `€638`, `€404,000`, `€1.28m`. Whole euros; not for amounts owed. */
export function roughEuros(minor: number): string {
  const amount = threeFigures(minor / MINOR, 0);
  return amount >= 1e6 ? shortEuros(minor) : `€${groupedDigits(String(amount))}`;
}

/** The same where there is little room, as on an axis: `€638`, `€404k`, `€1.28m`. */
export function shortEuros(minor: number): string {
  const amount = threeFigures(minor / MINOR, 0);
  const unit = UNITS.find(({ size }) => amount >= size);
  return unit === undefined ? `€${amount}` : `€${threeFigures(amount / unit.size, 2)}${unit.letters}`;
}

function threeFigures(amount: number, decimals: number): number {
  return Number(Number(amount.toPrecision(3)).toFixed(decimals));
}
