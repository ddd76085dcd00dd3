import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { encodeRequest, gather, shellCommand, type RawRequest } from '@latchkey/conformance/client';
import { expect, test } from '@playwright/test';
import { freePort } from '../stack/free-port.ts';
import { conformance, placeFor } from './command.ts';

const SECRET = 'a secret that stands in no output, "whatever" <happens> & is answered';
const run = promisify(execFile);

/** Takes everything, whatever it is, and keeps what it was sent, byte for byte. */
class Credulous {
  readonly heard: string[] = [];
  readonly #server: Server;

  constructor(words = '{}') {
    const answer = `HTTP/1.1 200 OK\r\nSet-Cookie: a=${words}\r\nContent-Length: ${words.length}\r\nConnection: close\r\n\r\n${words}`;
    this.#server = createServer((socket) => this.#serve(socket, answer));
  }

  async listen(): Promise<number> {
    const port = await freePort();
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return port;
  }

  close(): void {
    this.#server.close();
  }

  #serve(socket: Socket, answer: string): void {
    let text = '';
    socket.setEncoding('latin1').on('error', () => undefined);
    socket.on('data', (chunk: string) => {
      text += chunk;
      const [head = '', body] = text.split(/\r\n\r\n([^]*)/);
      const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
      if (body === undefined || body.length < length) return;
      this.heard.push(text);
      text = '';
      socket.end(answer, 'latin1');
    });
  }
}

/** A request without what curl says of itself; lines without the white space that counts for nothing. */
function essence(request: string): string {
  const [head = '', body = ''] = request.split(/\r\n\r\n([^]*)/);
  const lines = head.split('\r\n').map((line) => line.replace(/: *(.*?)[ \t]*$/, ': $1'));
  const own = /^(user-agent: curl\/.*|accept: \*\/\*|connection: close)$/i;
  const [first, ...rest] = lines.filter((line) => !own.test(line));
  return [first, ...rest.toSorted(), '', body].join('\n');
}

/** bash, with a netcat where there is none. */
const bash = (command: string) =>
  run('bash', ['-c', `nc() { exec 3<>"/dev/tcp/$1/$2"; cat >&3; cat <&3; }\n${command}`], { encoding: 'latin1' });

test('the line of a failure sends the same request again', async () => {
  const service = new Credulous();
  const port = await service.listen();
  const only = ['--only', 'transport,cookies,control,session,role-missing,head-options,typ,text'];
  const routes = ['--write', `PUT:/api/plan:{"text":"it's 5 %, \\\\ and é"}`, '--role', 'adviser=GET:/api/clients'];
  const { results } = await conformance(
    ['--url', `http://127.0.0.1:${port}`, '--audience', 'open', '--issuer', 'http://127.0.0.1:1', ...only, ...routes],
    { LATCHKEY_SECRET: SECRET },
  );
  const sent = new Set(service.heard.map(essence));
  // All of a short list, and of a long one some of each kind.
  const failures = results.flatMap((result) =>
    result.failures.filter((_, index) => index % Math.ceil(result.failures.length / 12) === 0),
  );
  expect(failures.length).toBeGreaterThan(100);
  service.heard.length = 0;
  const wrong = await gather(
    failures,
    async ({ kind, request }) => {
      const { stdout } = await bash(request!.command);
      return stdout.startsWith('HTTP/1.1 200') ? [] : [`${kind}: ${request!.command}: ${stdout}`];
    },
    8,
  );
  service.close();
  expect(wrong).toEqual([]);
  expect(service.heard.length).toBe(failures.length);
  expect(service.heard.map(essence).filter((one) => !sent.has(one))).toEqual([]);
});

const headers = (...list: [string, string][]): Pick<RawRequest, 'headers'> => ({ headers: list });
const requests: [string, Omit<RawRequest, 'host'>, 'curl' | 'printf'][] = [
  ['a bare one', { path: '/' }, 'curl'],
  ['quotes of both kinds and a dollar', { path: '/a?b=$(ls)`ls`', ...headers(['A', `it's "$HOME" \\n`]) }, 'curl'],
  ['quotes in a header', { path: '/', ...headers(['A', `it's "$HOME" \\n %s !`]) }, 'curl'],
  ['bytes that are no ASCII', { path: '/', ...headers(['A', 'b\u00e9\u00ff\tx']) }, 'curl'],
  ['a header twice, and one without a value', { path: '/', ...headers(['A', '1'], ['A', '2'], ['B', '']) }, 'curl'],
  ['brackets and dots', { path: '/a/../[b]{c}/./d' }, 'curl'],
  [
    'a body that begins with @',
    { method: 'PUT', path: '/', body: '@/etc/passwd é', ...headers(['Content-Type', 'a/b']) },
    'curl',
  ],
  ['an empty body', { method: 'POST', path: '/', body: '' }, 'curl'],
  ['a line end in a header', { path: '/', ...headers(['A', 'b\r\nC: d']) }, 'printf'],
  ['a zero byte in a header', { path: '/', ...headers(['A', 'b\0c']) }, 'printf'],
  ['a space in the path', { path: '/a b' }, 'printf'],
  ['a fragment', { path: '/a#b' }, 'printf'],
  ['a length of its own', { method: 'POST', path: '/', body: 'abc', ...headers(['Content-Length', '2']) }, 'printf'],
];

for (const [kind, request, program] of requests) {
  test(`a request with ${kind} is sent again with ${program}`, async () => {
    const service = new Credulous();
    const port = await service.listen();
    const peer = { host: '127.0.0.1', name: '127.0.0.1', port, isSecure: false };
    const whole = { ...request, host: `127.0.0.1:${port}` };
    const command = shellCommand({ peer, request: whole });
    expect(command.startsWith(program)).toBe(true);
    await bash(command);
    service.close();
    expect(service.heard.map(essence)).toEqual([essence(encodeRequest(whole).toString('latin1'))]);
  });
}

test('over TLS, at a name that only this machine knows, the line says so', () => {
  const peer = { host: '127.0.0.1', name: 'pension.demo.localhost', port: 3003, isSecure: true };
  const request = { path: '/api/me', host: 'attacker.invalid' };
  expect(shellCommand({ peer, request })).toBe(
    "curl -sSi --http1.1 -k --resolve pension.demo.localhost:3003:127.0.0.1 'https://pension.demo.localhost:3003/api/me' -H 'Host: attacker.invalid'",
  );
  expect(shellCommand({ peer, request: { ...request, path: '/a b' } })).toContain(
    '| openssl s_client -quiet -connect 127.0.0.1:3003 -servername pension.demo.localhost',
  );
});

test('a service that shows the secret in every answer brings it into no output, and into no file', async () => {
  const encoded = Buffer.from(SECRET).toString('base64url');
  const service = new Credulous(`${SECRET} ${encoded} ${Buffer.from(encoded).toString('base64url')}`);
  const [port, junit] = [await service.listen(), placeFor('junit.xml')];
  const { code, output, results } = await conformance(
    [
      ...['--url', `http://127.0.0.1:${port}`, '--audience', 'open', '--issuer', 'http://127.0.0.1:1'],
      ...['--only', 'header,control,answers,sums', '--junit', junit],
    ],
    { LATCHKEY_SECRET: SECRET },
  );
  service.close();
  expect(code).toBe(1);
  const kid = results.find(({ id }) => id === 'kid');
  expect(kid?.failures.map(({ kind }) => kind)).toContain('kid is the secret, encoded (bearer)');
  for (const text of [output, JSON.stringify(results), readFileSync(junit, 'utf8')]) {
    const inside = Array.from(text.matchAll(/[\w-]{20,}/g), ([part]) =>
      Buffer.from(part, 'base64url').toString('latin1'),
    );
    const shown = [text, ...inside].filter(
      (one) => one.includes('stands in no output') || one.includes(encoded.slice(0, 40)),
    );
    expect(shown).toEqual([]);
  }
});
