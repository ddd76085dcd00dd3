import { isIP } from 'node:net';

/**
 * The address that the outermost trusted proxy saw: the `hops`-th entry of X-Forwarded-For from the right. With fewer
 * entries than hops the request came around a proxy, so only the socket is believed.
 */
export function clientAddressOf(
  peer: string | undefined,
  forwarded: string | string[] | undefined,
  hops: number,
): string {
  const socketAddress = plainAddress(peer ?? '') ?? 'unknown';
  if (hops === 0 || forwarded === undefined) return socketAddress;
  const entries = (Array.isArray(forwarded) ? forwarded.join(',') : forwarded).split(',');
  return plainAddress(entries.at(-hops)?.trim() ?? '') ?? socketAddress;
}

// Strips the port and brackets some proxies add, a zone, and the IPv4-mapped form.
function plainAddress(text: string): string | undefined {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;
  const address = bare
    .split('%')[0]!
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, '');
  return isIP(address) === 0 ? undefined : address;
}
