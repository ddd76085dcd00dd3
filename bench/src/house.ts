import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Databases } from './databases.ts';
import { ServerProcess } from './server-process.ts';
import type { TokenSettings } from './tokens.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const peer = (file: string): string => join(root, 'bench/peers', file);
const app = (name: string, file: string): string => join(root, 'apps', name, 'dist', file);

/** Figures of a cost that a login must have; the same for everyone who hashes here. */
export const PASSWORD_COST = 12;

/** Starts the services and their peers with one shared secret, and remembers them to stop them. */
export class House {
  readonly #folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
  readonly #databases: Databases;
  readonly #urls = new Map<string, string>();
  readonly #running = new Set<ServerProcess>();
  readonly tokens: TokenSettings;
  readonly #bankPort: number;
  #nextPort: number;

  constructor(databases: Databases, firstPort: number) {
    this.#databases = databases;
    this.#bankPort = firstPort;
    this.#nextPort = firstPort + 1;
    this.tokens = {
      secret: randomBytes(48).toString('base64url'),
      issuer: `http://bank.demo.localhost:${firstPort}`,
      audience: ['bank', 'retirement'],
    };
    const services = [
      { id: 'bank', name: 'Bank', url: this.tokens.issuer },
      { id: 'retirement', name: 'Retirement', url: `http://retirement.demo.localhost:${firstPort + 1}` },
    ];
    writeFileSync(this.#registryFile, JSON.stringify(services));
  }

  bare = (core?: number): Promise<ServerProcess> => this.#start('bare node:http + HMAC', peer('bare.ts'), core, {});

  article = (core?: number): Promise<ServerProcess> =>
    this.#start('article (string secret)', peer('article.ts'), core, { PASSWORD_COST: String(PASSWORD_COST) });

  articleWithKeyObject = (core?: number): Promise<ServerProcess> =>
    this.#start('article (KeyObject)', peer('article.ts'), core, { ARTICLE_KEY: 'object' });

  fastifyJwt = (core?: number): Promise<ServerProcess> =>
    this.#start('fastify + @fastify/jwt (cache)', peer('fastify-jwt.ts'), core, {});

  async retirement(core?: number): Promise<ServerProcess> {
    const env = { ...(await this.#serviceEnv('retirement')), BANK_URL: `http://127.0.0.1:${this.#bankPort}` };
    return this.#start('Latchkey retirement', app('retirement', 'main.js'), core, env);
  }

  async bank(core?: number): Promise<ServerProcess> {
    const env = {
      ...(await this.#serviceEnv('bank')),
      REFRESH_SECRET: randomBytes(48).toString('base64url'),
      SSO_REGISTRY_FILE: this.#registryFile,
      PASSWORD_COST: String(PASSWORD_COST),
      THROTTLE_ACCOUNT: '0',
      THROTTLE_ADDRESS: '0',
      THROTTLE_REGISTER: '0',
    };
    return this.#start('Latchkey bank', app('bank', 'main.js'), core, env, this.#bankPort);
  }

  async stop(server: ServerProcess): Promise<void> {
    await server.stop();
    this.#running.delete(server);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running].map((server) => server.stop()));
    await this.#databases.dropAll();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #registryFile(): string {
    return join(this.#folder, 'registry.json');
  }

  async #start(
    name: string,
    program: string,
    core: number | undefined,
    env: Record<string, string>,
    port = this.#nextPort++,
  ): Promise<ServerProcess> {
    const secret = { JWT_SECRET: this.tokens.secret };
    const settings = { name, program, port, core, logFolder: this.#folder, env: { ...secret, ...env } };
    const server = await ServerProcess.start(settings);
    this.#running.add(server);
    return server;
  }

  async #serviceEnv(service: 'bank' | 'retirement'): Promise<Record<string, string>> {
    if (!existsSync(app(service, 'main.js'))) throw new Error(`apps/${service} is not built: npm run build`);
    const publicUrl =
      service === 'bank' ? this.tokens.issuer : `http://retirement.demo.localhost:${this.#bankPort + 1}`;
    const env = {
      HOST: '127.0.0.1',
      PUBLIC_URL: publicUrl,
      DATABASE_URL: await this.#databaseOf(service),
      SSO_ISSUER: this.tokens.issuer,
      SSO_COOKIE_DOMAIN: 'demo.localhost',
    };
    return env;
  }

  async #databaseOf(service: 'bank' | 'retirement'): Promise<string> {
    const known = this.#urls.get(service);
    if (known) return known;
    const url = await this.#databases.create(service);
    this.#urls.set(service, url);
    const env = { PATH: process.env.PATH, DATABASE_URL: url };
    await promisify(execFile)(process.execPath, [app(service, 'migrate.js')], { env });
    return url;
  }
}
