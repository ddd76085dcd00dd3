import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runtimeUrl, type Databases } from './databases.ts';
import { ServerProcess } from './server-process.ts';
import type { TokenSettings } from './tokens.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const peer = (file: string): string => join(root, 'bench/peers', file);
const app = (checkout: string, name: string, file: string): string => join(checkout, 'apps', name, 'dist', file);

/** A service runs here as its own `npm start` runs it, with the same flags. */
function asStarted(name: string, checkout: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(checkout, 'apps', name, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const flags = scripts.start.split(' ').filter((word) => word.startsWith('--'));
  return [...flags, app(checkout, name, 'main.js')];
}

/** The same for everyone who hashes here. */
export const PASSWORD_COST = 12;

type Service = 'bank' | 'retirement';
type DatabaseName = Service | 'other' | 'table' | `replicas_${number}`;

interface ServiceStart {
  service: Service;
  /** Root of the built checkout that it is started from. */
  checkout: string;
  database: DatabaseName;
  env: Record<string, string>;
  /** For Node, before those of its own start. */
  flags: string[];
}

/** Starts the services and their peers with one shared secret, and remembers them to stop them. */
export class House {
  readonly #folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
  readonly #databases: Databases;
  readonly #urls = new Map<DatabaseName, string>();
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

  refreshTable = async (core?: number): Promise<ServerProcess> => {
    const url = await this.#databases.create('table');
    this.#urls.set('table', url);
    return this.#start('fastify + a table of refresh tokens', [peer('refresh-table.js')], core, { DATABASE_URL: url });
  };

  retirement = (core?: number, database: DatabaseName = 'retirement'): Promise<ServerProcess> =>
    this.#startService({ ...this.#retirementAt(root), database }, core);

  /** The retirement of another checkout, which is built; on a database of its own. */
  otherRetirement = (checkout: string, core?: number): Promise<ServerProcess> =>
    this.#startService({ ...this.#retirementAt(checkout), database: 'other' }, core);

  bank = (core?: number, settings: Record<string, string> = {}, flags: string[] = []): Promise<ServerProcess> => {
    const env = {
      PORT: String(this.#bankPort),
      REFRESH_SECRET: this.#refreshSecret,
      SSO_REGISTRY_FILE: this.#registryFile,
      PASSWORD_COST: String(PASSWORD_COST),
      THROTTLE_ACCOUNT: '0',
      THROTTLE_ADDRESS: '0',
      THROTTLE_REGISTER: '0',
      ...settings,
    };
    return this.#startService({ service: 'bank', checkout: root, database: 'bank', env, flags }, core);
  };

  /** A new folder for profiles, and the flags with which a process writes its own there when it ends. */
  profileFolder(): { folder: string; flags: string[] } {
    const folder = mkdtempSync(join(this.#folder, 'profile-'));
    return { folder, flags: ['--cpu-prof', `--cpu-prof-dir=${folder}`] };
  }

  /** Where a browser opens the site of a service. */
  publicUrl(service: Service): string {
    return this.#publicUrls[service];
  }

  /** The database of a server that was started once. */
  urlOf(database: DatabaseName): string {
    return this.#urls.get(database)!;
  }

  async stop(server: ServerProcess): Promise<void> {
    await server.stop();
    this.#running.delete(server);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running].map((server) => server.stop()));
    await this.#databases.dropAll();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }

  get #registryFile(): string {
    return join(this.#folder, 'registry.json');
  }

  #retirementAt(checkout: string): Omit<ServiceStart, 'database'> {
    const env = { BANK_URL: `http://127.0.0.1:${this.#bankPort}` };
    return { service: 'retirement', checkout, env, flags: [] };
  }

  async #startService(start: ServiceStart, core: number | undefined): Promise<ServerProcess> {
    const { service, checkout, database, flags } = start;
    const program = app(checkout, service, 'main.js');
    if (!existsSync(program)) throw new Error(`${program} is missing: npm run build`);
    const owned = this.#urls.get(database) ?? (await this.#databases.create(database));
    const env = {
      HOST: '127.0.0.1',
      PUBLIC_URL: this.#publicUrls[service],
      SSO_ISSUER: this.#publicUrls.bank,
      SSO_COOKIE_DOMAIN: 'demo.localhost',
      DRAIN_GRACE: '0.3',
      // Another checkout may know one role only.
      DATABASE_URL: checkout === root ? runtimeUrl(owned) : owned,
      ...start.env,
    };
    if (!this.#urls.has(database)) await this.#migrate(app(checkout, service, 'migrate.js'), owned, env);
    this.#urls.set(database, owned);
    const name = `Latchkey ${service}${checkout === root ? '' : ', other checkout'}`;
    return this.#start(name, [...flags, ...asStarted(service, checkout)], core, env);
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

  async #migrate(program: string, owned: string, own: Record<string, string>): Promise<void> {
    const env = {
      MIGRATE_DATABASE_URL: owned,
      PATH: process.env.PATH,
      PORT: '1',
      JWT_SECRET: this.tokens.secret,
      ...own,
    };
    await promisify(execFile)(process.execPath, [program], { env });
  }
}
