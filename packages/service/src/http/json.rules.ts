const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether brackets outside of strings nest at most `limit` deep; looks at the text, before anything recurses. */
export function depthWithin(text: string, limit: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (isInString) {
      if (char === BACKSLASH) at++;
      else if (char === QUOTE) isInString = false;
    } else if (char === QUOTE) isInString = true;
    else if (char === 0x7b || char === 0x5b) {
      if (++depth > limit) return false;
    } else if (char === 0x7d || char === 0x5d) depth--;
  }
  return true;
}
