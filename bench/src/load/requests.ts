/** One whole request, ready to be written to a socket. */
export function guardedGet(token: string, path = '/api/me'): Buffer {
  return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n\r\n`, 'latin1');
}

export function postJson(path: string, body: unknown): Buffer {
  const text = JSON.stringify(body);
  const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n`;
  return Buffer.from(`${head}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`, 'utf8');
}

/** A request of a caller that says all with its address. */
export function postEmpty(path: string, token: string): Buffer {
  const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n`;
  return Buffer.from(`${head}Content-Length: 0\r\n\r\n`, 'latin1');
}

/** The same requests over and over, in order: with 1,000 of them every token comes round again after 999 others. */
export function inTurn(requests: readonly Buffer[]): () => Buffer {
  let at = 0;
  return () => requests[at++ % requests.length]!;
}

/** Each request once, then nothing. */
export function once(requests: readonly Buffer[]): () => Buffer | undefined {
  let at = 0;
  return () => requests[at++];
}
