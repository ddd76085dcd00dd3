import { isIPv4, isIPv6 } from 'node:net';

/** Whether a name is one that browsers take for this machine: `localhost` and what is below it. */
export function isLocalhostName(host: string): boolean {
  return /^([^.]+\.)*localhost\.?$/i.test(host);
}

/** Whether what is sent to the host never leaves this machine, as far as its name tells: nothing is looked up. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  if (isIPv6(bare)) return /^\[(::1|::ffff:7f..:.+)\]$/.test(new URL(`http://[${bare.split('%')[0]}]`).hostname);
  return isLocalhostName(bare) || (isIPv4(bare) && bare.startsWith('127.'));
}
