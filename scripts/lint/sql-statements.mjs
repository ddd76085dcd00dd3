/** The statements of a text of SQL, each on one line, in capitals outside of quoted names, without comments and without what literals and bodies hold. */
export function statementsOf(sql) {
  return sql
    .replaceAll(TOKENS, (token) => {
      if (token.startsWith('--') || token.startsWith('/*')) return ' ';
      if (token.startsWith('"')) return token;
      return token.startsWith("'") || token.startsWith('$') ? "''" : token.toUpperCase();
    })
    .split(';')
    .map((statement) => statement.replaceAll(/\s+/g, ' ').trim())
    .filter((statement) => statement !== '');
}

// A quoted name keeps its semicolons to itself only if it has none: no migration here writes such a name.
const TOKENS = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|"(?:[^"]|"")*"|[^\s'"$/-]+/g;

/** What stands between commas outside of brackets: the actions of one ALTER TABLE. */
export function partsOf(text) {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}
