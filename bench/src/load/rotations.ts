import type { Answer } from './answer.ts';
import { Connection } from './connection.ts';
import { postJson } from './requests.ts';
import { Samples } from './samples.ts';

export interface Rotations {
  port: number;
  /** The refresh token in force of each session; every session has a connection of its own. */
  tokens: readonly string[];
  durationMs: number;
  /** Whether a token says its generation, as its fourth part. */
  hasGeneration: boolean;
}

export interface RotationsResult {
  rotated: number;
  /** From the first request to the last answer: sessions stop asking after `durationMs` and wait for what is under way. */
  elapsedMs: number;
  latencies: Float64Array;
  failures: Record<string, number>;
  /** The token in force of each session afterwards. */
  tokens: string[];
}

const TOKEN = /"refresh_token":"([^"]+)"/;

/** What is wrong with the answer to a refresh; undefined if it brings the one successor. */
export function rotationError(sent: string, { status, body }: Answer, hasGeneration: boolean): string | undefined {
  if (status !== 200) return String(status);
  const next = nextToken(body);
  if (next === undefined) return 'no refresh token';
  if (next === sent) return 'the same refresh token again';
  if (!hasGeneration) return undefined;
  return generation(next) === generation(sent) + 1 ? undefined : `generation ${generation(next)}`;
}

const nextToken = (body: Buffer): string | undefined => TOKEN.exec(body.toString('latin1'))?.[1];
const generation = (token: string): number => Number(token.split('.')[3]);

/** Each session renews itself with the token that it got last, as soon as it has got it. */
export function runRotations(plan: Rotations): Promise<RotationsResult> {
  const latencies = new Samples();
  const failures: Record<string, number> = {};
  const tokens = [...plan.tokens];
  const began = performance.now();
  let running = tokens.length;

  return new Promise((resolve) => {
    const startSession = (index: number): void => {
      const stop = (connection: Connection, error?: string): void => {
        if (error !== undefined) failures[error] = (failures[error] ?? 0) + 1;
        connection.close();
        running--;
        const elapsedMs = performance.now() - began;
        const rotated = latencies.count;
        if (running === 0) resolve({ rotated, elapsedMs, latencies: latencies.values(), failures, tokens });
      };
      const send = (connection: Connection): void =>
        connection.send(postJson('/api/refresh', { refresh_token: tokens[index] }));
      const events = {
        open: send,
        answer(connection: Connection, answer: Answer) {
          const error = rotationError(tokens[index]!, answer, plan.hasGeneration);
          if (error !== undefined) return stop(connection, error);
          latencies.add(performance.now() - connection.sentAt);
          tokens[index] = nextToken(answer.body)!;
          if (performance.now() - began >= plan.durationMs) stop(connection);
          else send(connection);
        },
        lost: (connection: Connection, reason: string) => stop(connection, reason),
      };
      void new Connection(plan.port, events);
    };
    for (let index = 0; index < plan.tokens.length; index++) startSession(index);
  });
}
