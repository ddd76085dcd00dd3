import { hostname, userInfo } from 'node:os';

/** Who takes a step over a person's head, for the record of it. */
export interface Operator {
  readonly operator: string;
  readonly host: string;
}

/** Whom the command line names, else LATCHKEY_OPERATOR, else the user of the system that runs the command. */
export function readOperator(named: string | undefined): Operator {
  const operator = named ?? process.env['LATCHKEY_OPERATOR'] ?? systemUser();
  return { operator: printable(operator), host: printable(hostname()) };
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that has no name.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

// It is read in logs and tables: one line, without marks that turn the direction of writing.
function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').slice(0, 128) || 'unknown';
}
