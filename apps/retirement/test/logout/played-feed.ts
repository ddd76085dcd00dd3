import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { TEST_ISSUER, tokenFor } from '@latchkey/testing';

const LONGEST_WAIT_MS = 1_100;

/** A bank that takes every logout and publishes which sessions ended, when it is told to. */
export class PlayedFeed {
  #sids: readonly string[] = [];
  #server: Server | undefined;

  async live(): Promise<string> {
    const server = createServer((request, response) => {
      if (request.method === 'POST') return void response.writeHead(204).end();
      if (!request.url?.startsWith('/.well-known/latchkey/revocations')) return void response.writeHead(404).end();
      void this.#changed(request.headers['if-none-match']).then(() => {
        response.writeHead(200, { 'content-type': 'application/jwt', etag: `"${this.#etag}"` }).end(this.#text());
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  publish(sids: readonly string[]): void {
    this.#sids = sids;
  }

  async die(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server?.close(() => resolve());
      this.#server?.closeAllConnections();
    });
  }

  get #etag(): string {
    return `set-${this.#sids.length}`;
  }

  async #changed(etag: string | undefined): Promise<void> {
    const end = Date.now() + LONGEST_WAIT_MS;
    while (etag === `"${this.#etag}"` && Date.now() < end) await pause(5);
  }

  #text(): string {
    const now = Date.now();
    const none = ['sub', 'aud', 'exp', 'jti', 'sid', 'auth_time', 'acr', 'amr', 'preferred_username', 'ver'];
    const claims = { kind: 'set', iss: TEST_ISSUER, iat: Math.floor(now / 1000), etag: this.#etag, as_of: now };
    return tokenFor(
      {},
      {
        header: { typ: 'revocations+jwt' },
        claims: { ...Object.fromEntries(none.map((name) => [name, undefined])), ...claims, sids: this.#sids },
      },
    );
  }
}
