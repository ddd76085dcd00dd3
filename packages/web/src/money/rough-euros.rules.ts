const UNITS = [
  { size: 1e9, short: 'bn', long: ' billion' },
  { size: 1e6, short: 'm', long: ' million' },
  { size: 1e3, short: 'k', long: '' },
] as const;
const MINOR = 100;

/** An estimate to read, in three figures at most: `€638`, `€404,000`, `€1.28 million`. Whole euros; not for amounts owed. */
export function roughEuros(minor: number): string {
  const amount = threeFigures(minor / MINOR);
  const unit = UNITS.find(({ size, long }) => long !== '' && amount >= size);
  if (unit === undefined) return `€${String(amount).replace(/\B(?=(?:\d{3})+$)/g, ',')}`;
  return `€${threeFigures(amount / unit.size, 2)}${unit.long}`;
}

/** The same where there is little room, as on an axis: `€638`, `€404k`, `€1.28m`. */
export function shortEuros(minor: number): string {
  const amount = threeFigures(minor / MINOR);
  const unit = UNITS.find(({ size }) => amount >= size);
  if (unit === undefined) return `€${amount}`;
  return `€${threeFigures(amount / unit.size, 2)}${unit.short}`;
}

function threeFigures(amount: number, decimals = 0): number {
  const whole = Number(amount.toPrecision(3));
  return Number(whole.toFixed(decimals));
}
