import pg from 'pg';

/** Databases of this run alone, made on a server that is already there. */
export class Databases {
  readonly #adminUrl: string;
  readonly #names: string[] = [];

  constructor(adminUrl: string) {
    this.#adminUrl = adminUrl;
  }

  /** Creates an empty database; resolves with its URL. */
  async create(purpose: string): Promise<string> {
    const name = `latchkey_bench_${process.pid}_${purpose}`;
    await this.#run(`CREATE DATABASE "${name}"`);
    this.#names.push(name);
    const url = new URL(this.#adminUrl);
    url.pathname = `/${name}`;
    return url.href;
  }

  async dropAll(): Promise<void> {
    for (const name of this.#names.splice(0)) await this.#run(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  }

  async #run(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.#adminUrl });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
}

/** The same database as the role that its service works as: one that owns nothing, where the server has such a role. */
export function runtimeUrl(ownerUrl: string): string {
  const { TEST_RUNTIME_DATABASE_URL: runtime } = process.env;
  if (runtime === undefined) return ownerUrl;
  const url = new URL(runtime);
  url.pathname = new URL(ownerUrl).pathname;
  return url.href;
}
