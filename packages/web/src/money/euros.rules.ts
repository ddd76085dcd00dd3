/** A typed amount read as minor units, or why it cannot be read. */
export type TypedAmount = { minor: string } | { error: string };

const GROUPED = /^[1-9]\d{0,2}(?:([ .,'’\u00a0\u202f])\d{3})(?:\1\d{3})*$/;
const LONGEST_WHOLE = 7;

/**
 * Reads an amount as people type it: `2000`, `2,000`, `2.000`, `2 000,50`, `€ 2,000.50`.
 * A single separator with three digits behind it groups, with one or two it is the decimal sign.
 */
export function readEuros(typed: string): TypedAmount {
  const text = withoutSign(typed.trim());
  if (text === '') return { error: 'Enter an amount in euros.' };
  if (/^[-−]/.test(text)) return { error: 'Enter an amount of zero or more.' };
  const [, whole = '', decimalSign = '', cents = ''] = /^(.*?)(?:([.,])(\d{1,2}))?$/s.exec(text) ?? [];
  const isNumber = /^\d+$/.test(whole) || GROUPED.test(whole);
  const isMixed = decimalSign !== '' && whole.includes(decimalSign);
  if (!isNumber || isMixed) return { error: 'Enter an amount in euros, like 2000 or 2,000.50.' };
  const digits = whole.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
  if (digits.length > LONGEST_WHOLE) return { error: `Enter at most ${euros('9'.repeat(LONGEST_WHOLE + 2))}.` };
  return { minor: BigInt(digits + cents.padEnd(2, '0')).toString() };
}

/** Minor units as a person would type them: `2,000`, `2,000.50`. {@link readEuros} reads it back to the same minor units. */
export function typedEuros(minor: string): string {
  const digits = BigInt(minor).toString().padStart(3, '0');
  const cents = digits.slice(-2);
  const grouped = groupedDigits(digits.slice(0, -2));
  return cents === '00' ? grouped : `${grouped}.${cents}`;
}

/** Minor units as money in a sentence: `€2,000`, `€2,000.50`. Never a float in between. */
export function euros(minor: string): string {
  return `€${typedEuros(minor)}`;
}

/** Digits with a comma before each three from the right. */
export function groupedDigits(digits: string): string {
  const first = digits.length % 3;
  const groups = digits.slice(first).match(/\d{3}/g) ?? [];
  return [...(first === 0 ? [] : [digits.slice(0, first)]), ...groups].join(',');
}

function withoutSign(text: string): string {
  const behind = text.startsWith('€') ? text.slice(1) : text;
  return (behind.endsWith('€') ? behind.slice(0, -1) : behind).trim();
}
