import { request } from 'node:http';
import { WebSocket } from 'ws';
import type { Target } from '@latchkey/e2e/stack/request';

/** Something that stays open for a session. */
export interface OpenConnection {
  /** When it was over, by `performance.now()`, and why. */
  readonly over: Promise<{ readonly at: number; readonly code: string }>;
  leave(): void;
}

/** Opens one, and waits for the server's first word. */
export type Open = (target: Target, token: string) => Promise<OpenConnection>;

export const openSocket: Open = ({ port }, token) =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { headers, perMessageDeflate: false });
    const over = new Promise<{ at: number; code: string }>((tell) => {
      socket.once('close', (code, reason) => tell({ at: performance.now(), code: `${code} ${reason.toString()}` }));
    });
    socket.once('error', reject);
    socket.once('message', () => resolve({ over, leave: () => socket.terminate() }));
  });

export const openStream: Open = ({ port }, token) =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    const asked = request({ port, host: '127.0.0.1', path: '/api/session/stream', headers, agent: false }, (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`a stream was answered with ${answer.statusCode}`));
      let text = '';
      answer.setEncoding('utf8').on('data', (more: string) => (text += more));
      const over = new Promise<{ at: number; code: string }>((tell) => {
        answer.once('close', () =>
          tell({ at: performance.now(), code: /"code":"(\w+)"/.exec(text)?.[1] ?? 'without a word' }),
        );
      });
      answer.once('data', () => resolve({ over, leave: () => asked.destroy() }));
    });
    asked.once('error', reject).end();
  });
