const QUOTES = '\'"`´“”„‟‘’‚‛«»';

// What an editor, a shell or a YAML file adds without being asked, and what nobody sees in it.
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^[\r\n\u0085\u2028\u2029]$/u, 'a line end'],
  [/^\uFEFF$/u, 'a byte order mark'],
  [/^\u00A0$/u, 'a non-breaking space'],
  [/^\s$/u, 'white space'],
  [new RegExp(`^[${QUOTES}]$`, 'u'), 'a quote'],
  [/^[\p{Cc}\p{Cf}\u2800\u3164\u115F\u1160]$/u, 'an invisible character'],
];
const STRAY = `[\\s\\p{Cc}\\p{Cf}${QUOTES}]`;
const AT_BEGIN = new RegExp(`^${STRAY}`, 'u');
const AT_END = new RegExp(`${STRAY}$`, 'u');
const INSIDE = /[\p{Cc}\p{Cf}\u00A0\u0085\u2028\u2029\u2800\u3164\u115F\u1160]/u;
const NOT_DECODED = '\uFFFD';

/**
 * What stands at the ends of a value, or unseen inside of it, and does not belong to it; undefined if nothing does. Two
 * services that read one value differently believe each other nothing. Never quotes the value.
 * @param isList values are separated by white space, line ends among it
 */
export function textError(text: string, isList = false): string | undefined {
  const [last, first] = [AT_END.exec(text)?.[0], AT_BEGIN.exec(text)?.[0]];
  if (last !== undefined) return `ends with ${nameOf(last)}`;
  if (first !== undefined) return `begins with ${nameOf(first)}`;
  const inside = INSIDE.exec(isList ? text.replace(/[ \t\r\n]+/g, ' ') : text)?.[0];
  if (inside !== undefined) return `holds ${nameOf(inside)}`;
  return text.includes(NOT_DECODED) ? 'holds bytes that are not UTF-8' : undefined;
}

function nameOf(character: string): string {
  const name = NAMES.find(([pattern]) => pattern.test(character))?.[1] ?? 'an invisible character';
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return `${name} (U+${code})`;
}
