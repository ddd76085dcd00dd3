const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Where an object of a well-formed JSON text names a member for the second time: the number of characters before it.
 * JSON.parse keeps the last of them in silence, and another reader may keep the first (RFC 8259 §4). One look at each
 * character.
 */
export function repeatedMember(text: string): number | undefined {
  // The names of each open object, and nothing for a list.
  const open: (Set<string> | undefined)[] = [];
  let isName = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) {
      const end = endOfString(text, at);
      const names = isName ? open.at(-1) : undefined;
      if (names !== undefined && isKnown(names, nameIn(text, at, end))) return at;
      isName = false;
      at = end;
    } else if (char === OPEN_OBJECT || char === OPEN_LIST) {
      open.push(char === OPEN_OBJECT ? new Set() : undefined);
      isName = true;
    } else if (char === CLOSE_OBJECT || char === CLOSE_LIST) open.pop();
    else if (char === COMMA) isName = true;
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

// A name may be written in many ways: with escapes it is another text, and the same member.
function nameIn(text: string, start: number, end: number): string {
  const written = text.slice(start + 1, end);
  return written.includes('\\') ? (JSON.parse(`"${written}"`) as string) : written;
}

function isKnown(names: Set<string>, name: string): boolean {
  return names.size === names.add(name).size;
}
