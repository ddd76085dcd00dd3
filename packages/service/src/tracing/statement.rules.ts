/** A statement as a span may hold it. */
export interface StatementFacts {
  /** As `SELECT`. */
  readonly operation: string;
  /** Without literals. */
  readonly text: string;
}

const LONGEST = 1000;
const LITERAL = /'[^']*'/g;
/** Where another quoting may begin, or a quote may not end it. */
const UNSURE = /\\|\$[A-Za-z_]{0,63}\$/;
const WHITE = /[ \t\r\n]{1,100}/g;

/**
 * What a span may say of a statement. Values are given for `$1` and are not here at all; a text that somebody wrote into the
 * statement itself is taken out, and where that cannot be done for certain, all that follows.
 */
export function statementFacts(statement: string): StatementFacts {
  const sure = before(UNSURE, statement.slice(0, 10 * LONGEST));
  const shown = before(/'/, sure.replace(LITERAL, '?'));
  const text = shown.replace(WHITE, ' ').trim().slice(0, LONGEST);
  return { operation: (/^[A-Za-z]{1,20}/.exec(text)?.[0] ?? 'statement').toUpperCase(), text };
}

function before(mark: RegExp, text: string): string {
  const at = text.search(mark);
  return at === -1 ? text : text.slice(0, at);
}
