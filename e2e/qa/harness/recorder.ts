import { createHash } from 'node:crypto';
import type { About } from './step-options.js';
import type { Exchange, Note, StepRecord } from './record.js';
import { carried, given } from './credentials.js';

/** A step that makes more requests than this is told of the first ones, and of the rest by their answers. */
const TOLD = 120;
/** What is shorter is not a secret. */
const SECRET_LENGTH = 12;

/** What is response of one exchange before the values in it are taken out. */
export interface Captured extends Pick<
  Exchange,
  'by' | 'at' | 'method' | 'status' | 'error' | 'milliseconds' | 'code'
> {
  readonly url: string;
  readonly requestHeaders: readonly (readonly [string, string])[];
  readonly responseHeaders: readonly (readonly [string, string])[];
  /** Tokens in a body that was sent or answered. */
  readonly bodies: readonly string[];
}

/** Collects what one step does; whatever it is given, only fingerprints leave it. */
export class Recorder {
  readonly record: StepRecord;
  readonly #secrets = new Set<string>();
  readonly #pending = new Set<Promise<unknown>>();

  constructor(about: About) {
    this.record = {
      about,
      stack: undefined,
      began: Date.now(),
      ended: 0,
      names: {},
      notes: [],
      requests: [],
      more: {},
      files: 0,
      cspViolations: 0,
      unannounced: 0,
      axe: { scans: 0, findings: 0 },
      unresponsive: [],
      secrets: [],
    };
  }

  /** From now on time counts; what was done before was to get ready. */
  begin(): void {
    this.record.began = Date.now();
  }

  note(note: Note): void {
    this.record.notes.push(note);
  }

  /** Remembers what the finished report must not contain. */
  keepOut(secret: string): void {
    if (secret.length >= SECRET_LENGTH) this.#secrets.add(secret);
  }

  capture(response: Captured): void {
    const { by, at, method, status, error, milliseconds, code } = response;
    if (this.record.requests.length >= TOLD) {
      const answer = status === undefined ? 'no answer' : String(status);
      this.record.more[answer] = (this.record.more[answer] ?? 0) + 1;
      return;
    }
    const keepOut = (secret: string): void => this.keepOut(secret);
    const sent = carried(response.requestHeaders, keepOut);
    const got = given(response.responseHeaders, response.bodies, keepOut);
    const requestId = response.responseHeaders.find(([name]) => name.toLowerCase() === 'x-request-id')?.[1];
    const url = plainAddress(response.url);
    this.record.requests.push({ by, at, method, url, status, error, milliseconds, requestId, sent, got, code });
  }

  /** Something that is still being response; `settled` waits for it. */
  await(work: Promise<unknown>): void {
    this.#pending.add(work);
    void work.catch(() => undefined).finally(() => this.#pending.delete(work));
  }

  async settled(): Promise<void> {
    await Promise.race([
      Promise.allSettled(this.#pending),
      new Promise((resolve) => setTimeout(resolve, 2_000).unref()),
    ]);
  }

  end(): StepRecord {
    this.record.ended = Date.now();
    this.record.requests.sort((one, other) => one.at - other.at);
    this.record.secrets = [...this.#secrets].map((secret) => createHash('sha256').update(secret).digest('hex'));
    return this.record;
  }
}

/** An address without what its query and fragment hold. */
function plainAddress(address: string): string {
  if (!URL.canParse(address)) return address.slice(0, 200);
  const { origin, pathname, searchParams } = new URL(address);
  const names = [...new Set(searchParams.keys())].map((name) => `${name}=…`);
  return origin + pathname + (names.length === 0 ? '' : `?${names.join('&')}`);
}
