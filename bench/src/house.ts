import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** A service runs here as its own `npm start` runs it, with the same flags. */
function asStarted(name: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'apps', name, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const flags = scripts.start.split(' ').filter((word) => word.startsWith('--'));
  return [...flags, app(name, 'main.js')];
}

/** The same for everyone who hashes here. */
export const PASSWORD_COST = 12;

type Service = 'bank' | 'retirement';

/** Starts the services and their peers with one shared secret, and remembers them to stop them. */
export class House {
  readonly #folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
  readonly #databases: Databases;
  readonly #urls = new Map<string, string>();
  readonly #running = new Set<ServerProcess>();
  readonly #refreshSecret = randomBytes(48).toString('base64url');
  readonly #publicUrls: Record<Service, string>;
  readonly #bankPort: number;
  readonly tokens: TokenSettings;
  #nextPort: number;

  constructor(databases: Databases, firstPort: number) {
    this.#databases = databases;
    this.#bankPort = firstPort;
    this.#nextPort = firstPort + 1;
    this.#publicUrls = {
      bank: `http://bank.demo.localhost:${firstPort}`,
      retirement: `http://retirement.demo.localhost:${firstPort + 1}`,
    };
    this.tokens = {
      secret: randomBytes(48).toString('base64url'),
      issuer: this.#publicUrls.bank,
      audience: ['bank', 'retirement'],
    };
    const services = [
      { id: 'bank', name: 'Bank', url: this.#publicUrls.bank },
      { id: 'retirement', name: 'Retirement', url: this.#publicUrls.retirement },
    ];
    writeFileSync(this.#registryFile, JSON.stringify(services));
  }

  bare = (core?: number): Promise<ServerProcess> => this.#start('bare node:http + HMAC', [peer('bare.js')], core, {});

  article = (core?: number): Promise<ServerProcess> =>
    this.#start('article (string secret)', [peer('article.js')], core, { PASSWORD_COST: String(PASSWORD_COST) });

  articleWithKeyObject = (core?: number): Promise<ServerProcess> =>
    this.#start('article (KeyObject)', [peer('article.js')], core, { ARTICLE_KEY: 'object' });

  fastifyJwt = (core?: number): Promise<ServerProcess> =>
    this.#start('fastify + @fastify/jwt (cache)', [peer('fastify-jwt.js')], core, {});

  retirement = (core?: number): Promise<ServerProcess> =>
    this.#startService('retirement', core, { BANK_URL: `http://127.0.0.1:${this.#bankPort}` });

  bank = (core?: number): Promise<ServerProcess> =>
    this.#startService('bank', core, {
      PORT: String(this.#bankPort),
      REFRESH_SECRET: this.#refreshSecret,
      SSO_REGISTRY_FILE: this.#registryFile,
      PASSWORD_COST: String(PASSWORD_COST),
      THROTTLE_ACCOUNT: '0',
      THROTTLE_ADDRESS: '0',
      THROTTLE_REGISTER: '0',
    });

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

  async #startService(service: Service, core: number | undefined, own: Record<string, string>): Promise<ServerProcess> {
    if (!existsSync(app(service, 'main.js'))) throw new Error(`apps/${service} is not built: npm run build`);
    const env = {
      HOST: '127.0.0.1',
      PUBLIC_URL: this.#publicUrls[service],
      SSO_ISSUER: this.#publicUrls.bank,
      SSO_COOKIE_DOMAIN: 'demo.localhost',
      DATABASE_URL: this.#urls.get(service) ?? (await this.#databases.create(service)),
      ...own,
    };
    if (!this.#urls.has(service)) await this.#migrate(service, env);
    this.#urls.set(service, env.DATABASE_URL);
    return this.#start(`Latchkey ${service}`, asStarted(service), core, env);
  }

  async #start(
    name: string,
    nodeArguments: string[],
    core: number | undefined,
    own: Record<string, string>,
  ): Promise<ServerProcess> {
    const env = { PORT: String(this.#nextPort++), JWT_SECRET: this.tokens.secret, ...own };
    const server = await ServerProcess.start({
      name,
      nodeArguments,
      port: Number(env.PORT),
      core,
      logFolder: this.#folder,
      env,
    });
    this.#running.add(server);
    return server;
  }

  async #migrate(service: Service, own: Record<string, string>): Promise<void> {
    const env = { PATH: process.env.PATH, PORT: '1', JWT_SECRET: this.tokens.secret, ...own };
    await promisify(execFile)(process.execPath, [app(service, 'migrate.js')], { env });
  }
}
