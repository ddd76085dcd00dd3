import { createHash } from 'node:crypto';
import { unzipSync, zipSync } from 'fflate';
import { fingerprint, redacted } from '../harness/redact.js';
import { leaksIn } from './leaks.js';

/** The archive of a trace with every secret in its texts replaced, and what is left of them: nothing, or no one may have it. */
export function withoutSecrets(
  archive: Buffer,
  hashes: ReadonlySet<string>,
  words: readonly string[],
): { archive: Buffer; leaks: string[] } {
  const leaks = new Set<string>();
  const entries = Object.entries(unzipSync(archive)).map(([name, bytes]): [string, Uint8Array] => {
    const text = textOf(bytes);
    if (text === undefined) return [name, bytes];
    const clean = cleaned(text, hashes, words);
    for (const leak of leaksIn(clean, hashes, words)) leaks.add(leak);
    return [name, Buffer.from(clean)];
  });
  return { archive: Buffer.from(zipSync(Object.fromEntries(entries))), leaks: [...leaks] };
}

/** Fonts and pictures are not texts, and hold nothing of a person. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A text with every secret in it replaced by its fingerprint. */
export function cleaned(text: string, hashes: ReadonlySet<string>, words: readonly string[]): string {
  const known = words.filter((word) => word !== '');
  // As it was typed, in a body of JSON, in JSON within the trace's own, and in an address.
  const forms = known.flatMap((word) => {
    const quoted = JSON.stringify(word).slice(1, -1);
    return [JSON.stringify(quoted).slice(1, -1), quoted, word, encodeURIComponent(word)];
  });
  const plain = forms.reduce((whole, form) => whole.replaceAll(form, '[password]'), redacted(text));
  const isKnown = (piece: string): boolean => hashes.has(createHash('sha256').update(piece).digest('hex'));
  return [/[\w.~%+/-]{12,}/g, /[\w.-]{12,}/g, /[\w-]{12,}/g].reduce(
    (whole, pieces) => whole.replaceAll(pieces, (piece) => (isKnown(piece) ? `[secret ${fingerprint(piece)}]` : piece)),
    plain,
  );
}
