import { ACCESS_COOKIE } from './credentials.js';

type Header = readonly [string, string];

const VALUE = new RegExp(`${ACCESS_COOKIE}=([\\w-]+)\\.([\\w-]+)\\.`, 'g');

/**
 * What the bank needs next to an access cookie: the refresh cookie of its session, which no other service gets. So what it
 * refuses it refuses for the access cookie.
 */
export function withRefreshCookie(headers: readonly Header[]): Header[] {
  return headers.map(([name, value]): Header => {
    if (name.toLowerCase() !== 'cookie') return [name, value];
    const sids = new Set(Array.from(value.matchAll(VALUE), ([, , payload]) => sidOf(payload ?? '')));
    const [sid] = [...sids].filter((one) => one !== undefined);
    // Of two sessions the bank would take the one that it is told.
    if (sid === undefined || sids.size > 1 + Number(sids.has(undefined))) return [name, value];
    return [name, `__Host-latchkey-refresh=v1.kid.${sid}.0.seed.mac; ${value}`];
  });
}

function sidOf(payload: string): string | undefined {
  try {
    const { sid } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sid?: unknown };
    return typeof sid === 'string' && /^[\w-]+$/.test(sid) ? sid : undefined;
  } catch {
    return undefined;
  }
}
