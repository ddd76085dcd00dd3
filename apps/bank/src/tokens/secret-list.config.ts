import { secretError } from '@latchkey/verifier';
import { textError } from '@latchkey/service';

/** The secrets of a list with commas. */
export function secretsIn(list: string): string[] {
  return list.split(',').map((secret) => secret.replace(/^ +|(?<! ) +$/g, ''));
}

/** What is wrong with secrets that stand for themselves alone: each weak, there twice, or known as another setting. */
export function secretListErrors(
  secrets: readonly string[],
  others: Readonly<Record<string, readonly (string | undefined)[]>>,
): string[] {
  return secrets.flatMap((secret, index) => {
    const place = secrets.length === 1 ? '' : `holds a secret (number ${index + 1}) that `;
    const same = Object.keys(others).filter((name) => others[name]!.includes(secret));
    const found = [
      textError(secret) ?? secretError(secret),
      secrets.indexOf(secret) < index ? 'is there twice' : undefined,
      ...same.map((name) => `is ${name}`),
    ];
    return found.filter((problem) => problem !== undefined).map((problem) => `${place}${problem}`);
  });
}
