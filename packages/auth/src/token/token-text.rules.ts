import { isUtf8 } from 'node:buffer';
import { tokenInvalid } from './token.errors.js';

/** Longest token that is looked at, in characters. */
export const MAX_TOKEN_LENGTH = 4096;

/** A token whose payload is still closed: for long ones, whose signature is looked at before their content. */
export interface SealedToken {
  readonly header: Readonly<Record<string, unknown>>;
  /** The payload's base64url, for {@link openPayload}. */
  readonly sealed: string;
  /** What the signature is about: the first two parts with their dot. */
  readonly signed: string;
  readonly signature: Buffer;
}

/** A token taken apart, nothing of it believed yet. */
export interface TokenParts extends SealedToken {
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * Takes a token apart (RFC 7515 §5.2), provided that it is spelled as an issuer spells it: three parts, each the one
 * base64url of its bytes, header and payload the one JSON text of their objects. That ends duplicate members, odd numbers,
 * escapes, white space and everything that two parsers could read in two ways.
 */
export function takeApart(text: string): TokenParts {
  const sealed = takeSealed(text);
  return { ...sealed, payload: openPayload(sealed) };
}

/** As {@link takeApart}, without a look at the payload. */
export function takeSealed(text: string, maxLength = MAX_TOKEN_LENGTH): SealedToken {
  if (text.length > maxLength) throw tokenInvalid('text_too_long');
  const parts = text.split('.', 4);
  if (parts.length !== 3) throw tokenInvalid('text_parts');
  const [header, sealed, signature] = parts as [string, string, string];
  return {
    header: jsonObject(header),
    sealed,
    signed: text.slice(0, header.length + 1 + sealed.length),
    signature: bytes(signature),
  };
}

/** The payload of a token, under the same terms as everything else of it. */
export function openPayload({ sealed }: SealedToken): Readonly<Record<string, unknown>> {
  return jsonObject(sealed);
}

function bytes(part: string): Buffer {
  const decoded = Buffer.from(part, 'base64url');
  if (part === '' || decoded.toString('base64url') !== part) throw tokenInvalid('not_canonical_base64url');
  return decoded;
}

function jsonObject(part: string): Record<string, unknown> {
  const decoded = bytes(part);
  if (!isUtf8(decoded)) throw tokenInvalid('not_utf8');
  const text = decoded.toString('utf8');
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw tokenInvalid('not_json_object');
  if (JSON.stringify(value) !== text) throw tokenInvalid('not_canonical_json');
  return value as Record<string, unknown>;
}

// A byte order mark stays in the text and is no JSON.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
