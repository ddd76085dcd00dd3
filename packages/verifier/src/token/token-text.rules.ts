import { isUtf8 } from 'node:buffer';
import { tokenInvalid } from './token.errors.js';

/** Longest token that is looked at, in characters. */
const MAX_TOKEN_LENGTH = 4096;

/** A token taken apart, header and payload still closed: the signature is looked at before the content. */
export interface CompactToken {
  /** The header's base64url, for {@link decodePart}. */
  readonly header: string;
  /** The payload's base64url, for {@link decodePart}. */
  readonly payload: string;
  /** What the signature is about: the first two parts with their dot. */
  readonly signed: string;
  /** The signature's base64url, for {@link bytesOf}. */
  readonly signature: string;
}

/** Takes a token apart (RFC 7515 §5.2): exactly three parts. */
export function splitToken(text: string, maxLength = MAX_TOKEN_LENGTH): CompactToken {
  if (text.length > maxLength) throw tokenInvalid('text_too_long');
  const first = text.indexOf('.');
  const second = text.indexOf('.', first + 1);
  if (first === -1 || second === -1 || text.includes('.', second + 1)) throw tokenInvalid('text_parts');
  return {
    header: text.slice(0, first),
    payload: text.slice(first + 1, second),
    signed: text.slice(0, second),
    signature: text.slice(second + 1),
  };
}

/**
 * Opens a header or a payload, provided that it is spelled as an issuer spells it: the one base64url of its bytes, and the
 * one JSON text of its object. That ends duplicate members, odd numbers, escapes, white space and everything that two
 * parsers could read in two ways.
 */
export function decodePart(part: string): Readonly<Record<string, unknown>> {
  const decoded = bytesOf(part);
  if (!isUtf8(decoded)) throw tokenInvalid('not_utf8');
  const text = decoded.toString('utf8');
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw tokenInvalid('not_json_object');
  if (JSON.stringify(value) !== text) throw tokenInvalid('not_canonical_json');
  return value as Record<string, unknown>;
}

/** The bytes of a part, provided that it is the one base64url of them. */
export function bytesOf(part: string): Buffer {
  const decoded = Buffer.from(part, 'base64url');
  if (part === '' || decoded.toString('base64url') !== part) throw tokenInvalid('not_canonical_base64url');
  return decoded;
}

// A byte order mark stays in the text and is not JSON.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
