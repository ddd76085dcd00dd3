import type { BadRequest, BadRequests } from './bad-request.ts';

const END = '\r\n\r\n';

/** Requests that are not HTTP, or HTTP that two readers take for different requests. */
function malformed(host: string, token: string): [string, string][] {
  const me = `GET /api/me HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n`;
  const plan = `PUT /api/plan HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
  return [
    ['garbage', `garbage${END}`],
    ['a TLS hello', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
    ['an SSH hello', `SSH-2.0-OpenSSH_9.2${END}`],
    ['an SMTP hello', `EHLO x${END}`],
    ['a PROXY line', `PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n${me}\r\n`],
    ['the preface of HTTP/2', `PRI * HTTP/2.0${END}SM${END}`],
    ['HTTP/0.9', 'GET /api/me\r\n\r\n'],
    ['HTTP/2.0', `GET /api/me HTTP/2.0\r\nHost: ${host}${END}`],
    ['HTTP/1.2', `GET /api/me HTTP/1.2\r\nHost: ${host}${END}`],
    ['HTTP/9.9', `GET /api/me HTTP/9.9\r\nHost: ${host}${END}`],
    ['a version in small letters', `GET /api/me http/1.1\r\nHost: ${host}${END}`],
    ['no version', `GET /api/me HTTP/\r\nHost: ${host}${END}`],
    ['no address', `GET HTTP/1.1\r\nHost: ${host}${END}`],
    ['two spaces', `GET  /api/me HTTP/1.1\r\nHost: ${host}${END}`],
    ['a tab for a space', `GET\t/api/me\tHTTP/1.1\r\nHost: ${host}${END}`],
    ['a space in the address', `GET /api/me x HTTP/1.1\r\nHost: ${host}${END}`],
    ['a NUL in the address', `GET /api/\u0000me HTTP/1.1\r\nHost: ${host}${END}`],
    ['a target of another scheme', `GET ftp://${host}/api/me HTTP/1.1\r\nHost: ${host}\r\nConnection: close${END}`],
    ['a target with a user', `GET http://ada@${host}/api/me HTTP/1.1\r\nHost: ${host}\r\nConnection: close${END}`],
    ['a target without a host', `GET http:///api/me HTTP/1.1\r\nHost: ${host}\r\nConnection: close${END}`],
    ['a target with a fragment', `GET /api/me#x HTTP/1.1\r\nHost: ${host}\r\nConnection: close${END}`],
    ['the whole server for a target', `GET * HTTP/1.1\r\nHost: ${host}\r\nConnection: close${END}`],
    ['no Host', 'GET /api/me HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['two Hosts', `GET /api/me HTTP/1.1\r\nHost: ${host}\r\nHost: attacker.invalid${END}`],
    ['a header without a colon', `${me}X-Nothing${END}`],
    ['a header without a name', `${me}: value${END}`],
    ['a space before the colon', `${me}X-Space : value${END}`],
    ['a space in a name', `${me}X Space: value${END}`],
    ['a NUL in a value', `${me}X-Nul: a\u0000b${END}`],
    ['a control character in a value', `${me}X-Control: a\u0001b${END}`],
    ['a DEL in a value', `${me}X-Control: a\u007fb${END}`],
    ['a lone CR in a value', `${me}X-Cr: a\rb${END}`],
    ['a NUL in a token', `GET /api/me HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\u0000${END}`],
    ['a Latin-1 letter in a name', `${me}X-\u00e9: value${END}`],
    ['a folded token', `GET /api/me HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer\r\n ${token}${END}`],
    ['a space before the first header', `GET /api/me HTTP/1.1\r\n Host: ${host}${END}`],
    ['a header of 20 kB', `${me}X-Long: ${'x'.repeat(20_000)}${END}`],
    ['a name of 20 kB', `${me}${'x'.repeat(20_000)}: x${END}`],
    ['a cookie of 20 kB', `${me}Cookie: ${'x'.repeat(20_000)}${END}`],
    ['a token of 20 kB', `GET /api/me HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${'x'.repeat(20_000)}${END}`],
    ['3,000 headers', `${me}${Array.from({ length: 3_000 }, (_, index) => `X-${index}: x`).join('\r\n')}${END}`],
    ['a length and chunks', `${plan}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['chunks and a length', `${plan}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`],
    ['two lengths', `${plan}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{"a":1}`],
    ['two lengths with a comma', `${plan}Content-Length: 5, 6\r\n\r\n{"a":1}`],
    ['a negative length', `${plan}Content-Length: -1\r\n\r\n{}`],
    ['a length with a plus', `${plan}Content-Length: +2\r\n\r\n{}`],
    ['a hexadecimal length', `${plan}Content-Length: 0x2\r\n\r\n{}`],
    ['a length with a fraction', `${plan}Content-Length: 2.0\r\n\r\n{}`],
    ['a length of words', `${plan}Content-Length: two\r\n\r\n{}`],
    ['an empty length', `${plan}Content-Length: \r\n\r\n{}`],
    ['a length beyond counting', `${plan}Content-Length: 99999999999999999999999\r\n\r\n{}`],
    ['a length of 200 MB', `${plan}Content-Length: 200000000\r\n\r\n{`],
    ['a coding in capitals with a space', `${plan}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ['chunks, then gzip', `${plan}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n`],
    ['identity', `${plan}Transfer-Encoding: identity\r\n\r\n{}`],
    ['chunks twice', `${plan}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`],
    ['a coding with a vertical tab', `${plan}Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n`],
    ['a chunk size of words', `${plan}Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n`],
    ['a negative chunk size', `${plan}Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n`],
    ['a chunk size with 0x', `${plan}Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n`],
    ['a chunk size beyond counting', `${plan}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n`],
    ['a chunk longer than said', `${plan}Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n`],
    [
      'a chunk extension of 20 kB',
      `${plan}Transfer-Encoding: chunked\r\n\r\n2;${'x'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`,
    ],
    ['an empty chunked body', `${plan}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    [
      'more than 100 kB in chunks',
      `${plan}Transfer-Encoding: chunked\r\n\r\n1d4c0\r\n${'x'.repeat(120_000)}\r\n0\r\n\r\n`,
    ],
    ['an unknown expectation', `${plan}Expect: a-miracle\r\nContent-Length: 2\r\n\r\n{}`],
    ['a body on a GET with chunks that break', `${me}Transfer-Encoding: chunked\r\n\r\nz\r\n`],
    [
      'a method to override',
      `POST /api/plan HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\nX-HTTP-Method-Override: PUT\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`,
    ],
    [
      'an address to override',
      `GET /api/nothing HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nX-Original-URL: /api/me\r\nX-Rewrite-URL: /api/me\r\nAuthorization: Bearer ${token}${END}`,
    ],
  ];
}

export const http: BadRequests = (attacked) =>
  (['bank', 'retirement'] as const).flatMap((service) =>
    malformed(attacked.stack[service].host, attacked.token).map(([kind, text]): BadRequest => ({
      kind: `${service}: ${kind}`,
      service,
      bytes: Buffer.from(text, 'latin1'),
      secrets: [attacked.stack.secret, ...attacked.token.split('.')],
    })),
  );
