import type { IncomingMessage } from 'node:http';
import { STATUS_CODES } from '../latchkey/status-codes.js';
import type { Duplex } from 'node:stream';
import type { Caller } from '../latchkey/caller.js';
import { accessOf, type GuardOptions } from '../latchkey/guard-options.js';
import type { Latchkey } from '../latchkey/latchkey.js';
import { serviceRequest } from './node-request.js';

/** Who opens a WebSocket; undefined if it was refused, and the connection is ended. */
export type UpgradeGuard = (request: IncomingMessage, socket: Duplex) => Promise<Caller | undefined>;

/** Guards what a server's `upgrade` event tells of: before the handshake there is no response to write to. */
export function upgradeGuard(core: Latchkey, options: GuardOptions = {}): UpgradeGuard {
  const access = accessOf({ ...options, socket: true, page: false });
  return async (incoming, socket) => {
    const request = serviceRequest(incoming);
    // Without a listener a client that goes away now would end the process.
    socket.on('error', () => socket.destroy());
    try {
      return await core.admit(request, access);
    } catch (error) {
      const { status, headers, body } = core.refuse(error, request);
      const lines = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`));
      const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, 'connection: close'];
      socket.end(`${[...head, `content-length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`);
      return undefined;
    }
  };
}
