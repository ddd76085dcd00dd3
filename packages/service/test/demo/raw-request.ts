import { connect } from 'node:net';

/** Writes bytes to a port and answers all that comes back until the other side closes, with the time that took. */
export function rawRequest(url: string, text: string | Buffer): Promise<{ answer: string; ms: number }> {
  return new Promise((resolve, reject) => {
    let answer = '';
    let started = 0;
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      started = performance.now();
      socket.write(text);
    });
    socket.setEncoding('utf8').on('data', (data) => (answer += data));
    socket.on('close', () => resolve({ answer, ms: performance.now() - started })).on('error', reject);
  });
}
