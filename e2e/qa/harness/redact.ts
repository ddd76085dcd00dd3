import { createHash } from 'node:crypto';

/** A value of a token or cookie by six digits that tell it from others and give nothing away. */
export function fingerprint(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 6);
}

/** A token as a person may see it: decoded, its signature cut, what names a session or a token shortened. */
export interface ShownToken {
  readonly fingerprint: string;
  readonly length: number;
  readonly header: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
  readonly signature: string;
}

const SHORTENED = ['jti', 'sid'];

export function shownToken(token: string): ShownToken {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const shown = decoded(claims);
  for (const name of SHORTENED) {
    const value = shown[name];
    if (typeof value === 'string') shown[name] = `${value.slice(0, 4)}…`;
  }
  return {
    fingerprint: fingerprint(token),
    length: token.length,
    header: decoded(header),
    claims: shown,
    signature: `${signature.slice(0, 3)}… (cut; ${signature.length} characters)`,
  };
}

function decoded(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : { 'not an object': value };
  } catch {
    return { 'not readable': `${part.length} characters` };
  }
}

const JWT = /eyJ[\w-]{4,}\.[\w-]{4,}\.[\w-]*/g;
const REFRESH_TOKEN = /\bv1\.[\w-]+\.[\w-]+\.\d+\.[\w-]+\.[\w-]+/g;
const COOKIE = /((?:__(?:Host|Secure)-|latchkey-)[\w-]+|connect\.sid)=([^;,\s"'`]{4,})/g;

/** Any text, with tokens and values of cookies by their fingerprints. */
export function redacted(text: string): string {
  return text
    .replaceAll(COOKIE, (_, name: string, value: string) => `${name}=[${fingerprint(value)}]`)
    .replaceAll(JWT, (token) => `[token ${fingerprint(token)}]`)
    .replaceAll(REFRESH_TOKEN, (token) => `[refresh token ${fingerprint(token)}]`);
}
