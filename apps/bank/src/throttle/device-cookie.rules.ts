import { DEVICE_COOKIE } from '../client/client.contract.js';

/** As long as browsers keep a cookie at most. */
export const DEVICE_DAYS = 400;
/** Accounts that one browser is known to. */
const MOST_ACCOUNTS = 5;

/** One account's part of the cookie: `day.id.mac`; the account itself is in the mac only. */
export interface DeviceEntry {
  /** Days since 1970 of the last right login. */
  readonly day: number;
  /** Names the device, whose budget goes by it. */
  readonly id: string;
  readonly mac: string;
}

const ENTRY = /^([0-9]{5})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;
const LONGEST_TEXT = 500;

/** Reads the text of a cookie; what is not exactly what the bank would write is no entry. Proves nothing yet. */
export function readDevices(text: string | undefined): DeviceEntry[] {
  if (text === undefined || text.length > LONGEST_TEXT) return [];
  const parts = text.split('~').map((part) => ENTRY.exec(part));
  const entries = parts.flatMap((found) => (found ? [{ day: Number(found[1]), id: found[2]!, mac: found[3]! }] : []));
  return entries.slice(0, MOST_ACCOUNTS);
}

/** Writes the text of a cookie, the newest entry first; the oldest account of a browser gives way. */
export function writeDevices(entries: readonly DeviceEntry[]): string {
  return entries
    .slice(0, MOST_ACCOUNTS)
    .map(({ day, id, mac }) => `${day}.${id}.${mac}`)
    .join('~');
}

/** `Set-Cookie` value for the bank's own host alone. No logout clears it. */
export function deviceCookie(text: string): string {
  return `${DEVICE_COOKIE}=${text}; Path=/; Max-Age=${DEVICE_DAYS * 86_400}; Secure; HttpOnly; SameSite=Strict`;
}
