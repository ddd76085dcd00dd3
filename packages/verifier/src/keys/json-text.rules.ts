/** Why a text that was read from a file is not JSON. An editor's byte order mark cannot be seen in it. */
export function notJson(text: string): string {
  if (text.trim() === '') return 'is empty';
  return text.startsWith('\ufeff') ? 'begins with a byte order mark (U+FEFF): save it without' : 'is not JSON';
}
