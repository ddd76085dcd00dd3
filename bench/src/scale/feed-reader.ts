import * as http from 'node:http';
import { gunzipSync } from 'node:zlib';

const FEED = '/.well-known/latchkey/revocations';
const PAUSE_MS = 10;

/** What readers got since somebody last asked. */
export interface Got {
  heartbeats: number;
  news: number;
  /** Of the answers with news, as they were sent. */
  bytes: number;
}

interface Told {
  etag?: string;
  asOf?: number;
  deletedTo: number;
}

/** Reads the feed as a service does, over a connection of its own, and believes everything. */
export class FeedReaders {
  readonly got: Got = { heartbeats: 0, news: 0, bytes: 0 };
  readonly #agents: http.Agent[] = [];
  readonly #running: Promise<void>[];
  #isOver = false;
  private readonly port: number;

  constructor(port: number, count: number) {
    this.port = port;
    this.#running = Array.from({ length: count }, (_, index) => this.#follow(index));
  }

  /** How many bytes a reader is sent that knows nothing. */
  static async wholeBytes(port: number): Promise<number> {
    const agent = new http.Agent();
    const { length } = await ask({ port, agent, localAddress: '127.0.0.1' }, { deletedTo: 0 });
    agent.destroy();
    return length;
  }

  /** Forgets what was got so far. */
  reset(): void {
    Object.assign(this.got, { heartbeats: 0, news: 0, bytes: 0 });
  }

  /** Resolves when each was told of all that is in force. */
  async untilTold(within: number): Promise<void> {
    const deadline = performance.now() + within;
    while (this.got.news < this.#running.length) {
      if (performance.now() > deadline)
        throw new Error(`${this.got.news} of ${this.#running.length} readers were told`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    for (const agent of this.#agents) agent.destroy();
    await Promise.all(this.#running);
  }

  async #follow(index: number): Promise<void> {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    this.#agents.push(agent);
    // The bank bounds what waits from one address.
    const localAddress = `127.0.${1 + Math.floor(index / 250)}.${1 + (index % 250)}`;
    let told: Told = { deletedTo: 0 };
    while (!this.#isOver) {
      try {
        const answer = await ask({ port: this.port, agent, localAddress }, told);
        this.#count(answer);
        told = { ...told, ...answer.told };
      } catch (error) {
        // So many whole sets at once are refused: as a service, it comes back.
        if (!this.#isOver && !(error as Error).message.endsWith(': 429')) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  #count({ isNews, length }: Answer): void {
    if (!isNews) return void (this.got.heartbeats += 1);
    this.got.news += 1;
    this.got.bytes += length;
  }
}

interface Answer {
  readonly told: Told;
  readonly isNews: boolean;
  readonly length: number;
}

async function ask(
  { port, ...connection }: { port: number; agent: http.Agent; localAddress: string },
  { etag, asOf, deletedTo }: Told,
): Promise<Answer> {
  const known = asOf === undefined ? '' : `&since=${asOf}&rights_since=${asOf}`;
  const headers = {
    prefer: 'wait=5',
    'accept-encoding': 'gzip',
    ...(etag !== undefined && { 'if-none-match': `"${etag}"` }),
  };
  const path = `${FEED}?ver=2${known}&deleted_after=${deletedTo}`;
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http.get({ host: '127.0.0.1', port, path, headers, ...connection }, resolve).on('error', reject);
  });
  const body = Buffer.concat(await response.toArray());
  if (response.statusCode !== 200) throw new Error(`the feed: ${response.statusCode}`);
  const text = response.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  const claims = JSON.parse(Buffer.from(text.toString('latin1').split('.')[1]!, 'base64url').toString()) as {
    kind: string;
    etag: string;
    as_of?: number;
    deleted_to?: number;
  };
  const told = {
    etag: claims.etag,
    ...(claims.as_of !== undefined && { asOf: claims.as_of }),
    deletedTo: claims.deleted_to ?? deletedTo,
  };
  return { told, isNews: claims.kind !== 'heartbeat', length: body.length };
}
