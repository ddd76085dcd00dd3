import { existsSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, databaseName, dropAllOfThisRun, runtimeUrl } from '@latchkey/e2e/stack/database';
import { environmentOf, newSecret, publicUrl, registryFile } from '@latchkey/e2e/stack/environment';
import { migrate } from '@latchkey/e2e/stack/migrate';
import { entry, projectRoot, startFlags, type ServiceId } from '@latchkey/e2e/stack/paths';
import { portOf, portsFrom, type Ports } from '@latchkey/e2e/stack/services';
import { temporaryFolder } from '@latchkey/e2e/stack/temporary-folder';
import { ServerProcess } from './server-process.ts';
import type { TokenSettings } from './tokens.ts';

/** The same for everyone who hashes here. */
export const PASSWORD_COST = 12;

const ROLE_CHECK = {
  name: 'Latchkey role check',
  script: join(projectRoot, 'packages/testing/dist/role-check-service.js'),
};

/** For Node: a server whose memory is weighed, see the file. */
export const COLLECTS = ['--import', join(projectRoot, 'bench/peers/collect-on-signal.js')];

type DatabaseName = ServiceId | 'other' | 'table' | `revocations_${number}` | `rights_${number}`;

interface ServiceStart {
  service: ServiceId;
  /** Another program in its place, with its settings and on its database. */
  program?: { name: string; script: string };
  /** Root of the built checkout that it is started from. */
  checkout?: string;
  database: DatabaseName;
  env?: Record<string, string>;
  /** For Node, before those of its own start. */
  flags?: string[];
}

/** Starts the services and their peers with one shared secret, and remembers them to stop them. */
export class BenchStack {
  readonly #folder = temporaryFolder('latchkey-bench-');
  readonly #databases = new Map<DatabaseName, string>();
  readonly #running = new Set<ServerProcess>();
  readonly #refreshSecret = newSecret();
  readonly #ports: Ports;
  readonly #registry: string;
  readonly tokens: TokenSettings;
  #nextPort: number;

  constructor(firstPort: number) {
    this.#nextPort = firstPort + 1;
    this.#ports = portsFrom(firstPort);
    this.#registry = registryFile(this.#folder.path, this.#ports);
    this.tokens = { secret: newSecret(), issuer: this.publicUrl('bank'), audience: ['bank', 'retirement'], roles: [] };
  }

  bare = (core?: number): Promise<ServerProcess> => this.#startPeer('bare node:http + HMAC', 'bare.js', core);

  article = (core?: number): Promise<ServerProcess> =>
    this.#startPeer('article (string secret)', 'article.js', core, { PASSWORD_COST: String(PASSWORD_COST) });

  articleWithKeyObject = (core?: number): Promise<ServerProcess> =>
    this.#startPeer('article (KeyObject)', 'article.js', core, { ARTICLE_KEY: 'object' });

  fastifyJwt = (core?: number): Promise<ServerProcess> =>
    this.#startPeer('fastify + @fastify/jwt (cache)', 'fastify-jwt.js', core);

  refreshTable = async (core?: number): Promise<ServerProcess> => {
    const url = await this.#createDatabase('table');
    return this.#startPeer('fastify + a table of refresh tokens', 'refresh-table.js', core, { DATABASE_URL: url });
  };

  /** `@latchkey/verifier` as it is installed, with WebSockets of `ws`; it follows a bank that runs. */
  sockets = (entry: string, { target }: ServerProcess): Promise<ServerProcess> =>
    this.#start({
      name: '@latchkey/verifier + ws',
      script: join(projectRoot, 'bench/peers/sockets.js'),
      core: undefined,
      flags: COLLECTS,
      env: {
        LATCHKEY_ENTRY: entry,
        SSO_ISSUER: this.publicUrl('bank'),
        BANK_URL: target.url,
        PUBLIC_URL: this.publicUrl('retirement'),
      },
    });

  retirement = (core?: number, database: DatabaseName = 'retirement', flags: string[] = []): Promise<ServerProcess> =>
    this.#startService({ service: 'retirement', database, flags }, core);

  /** The retirement of another checkout, which is built; on a database of its own. */
  otherRetirement = (checkout: string, core?: number): Promise<ServerProcess> =>
    this.#startService({ service: 'retirement', checkout, database: 'other' }, core);

  /** A service of two routes, one of which asks for a role; on the database of retirement. */
  roleCheck = (core?: number): Promise<ServerProcess> =>
    this.#startService({ service: 'retirement', database: 'retirement', program: ROLE_CHECK }, core);

  bank = (core?: number, env: Record<string, string> = {}, flags: string[] = []): Promise<ServerProcess> =>
    this.#startService({ service: 'bank', database: 'bank', env, flags }, core);

  /** A new folder for profiles, and the flags with which a process writes its own there when it ends. */
  profileFolder(): { folder: string; flags: string[] } {
    const folder = mkdtempSync(join(this.#folder.path, 'profile-'));
    return { folder, flags: ['--cpu-prof', `--cpu-prof-dir=${folder}`] };
  }

  /** Where a browser opens the site of a service. */
  publicUrl(service: ServiceId): string {
    return publicUrl(service, portOf(this.#ports, service));
  }

  /** The database of a server that was started once. */
  urlOf(database: DatabaseName): string {
    return this.#databases.get(database)!;
  }

  async stop(server: ServerProcess): Promise<void> {
    await server.stop();
    this.#running.delete(server);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running].map((server) => server.stop()));
    await dropAllOfThisRun();
    this.#folder.remove();
  }

  async #createDatabase(name: DatabaseName): Promise<string> {
    const url = await createDatabase(databaseName(name));
    this.#databases.set(name, url);
    return url;
  }

  #startPeer(name: string, file: string, core?: number, env: Record<string, string> = {}): Promise<ServerProcess> {
    return this.#start({ name, script: join(projectRoot, 'bench/peers', file), core, env });
  }

  async #startService(start: ServiceStart, core: number | undefined): Promise<ServerProcess> {
    const { service, program, checkout = projectRoot, database, env, flags = [] } = start;
    const script = program?.script ?? entry(service, 'main', checkout);
    if (!existsSync(script)) throw new Error(`${script} is missing: npm run build`);
    const isNew = !this.#databases.has(database);
    const owned = this.#databases.get(database) ?? (await this.#createDatabase(database));
    // Another checkout may know one role only.
    const url = checkout === projectRoot ? runtimeUrl(owned) : owned;
    if (isNew) await migrate(service, url, owned, checkout);
    const facts = { database: url, ports: this.#ports, registryFile: this.#registry };
    return this.#start({
      name: program?.name ?? `Latchkey ${service}${checkout === projectRoot ? '' : ', other checkout'}`,
      script,
      core,
      flags: [...flags, ...startFlags(service, checkout)],
      env: {
        ...environmentOf(service, { ...facts, refreshSecret: this.#refreshSecret }),
        ...(service === 'bank' && { PASSWORD_COST: String(PASSWORD_COST) }),
        PORT: String(service === 'bank' ? this.#ports.bank : this.#nextPort++),
        ...env,
      },
    });
  }

  async #start(plan: {
    name: string;
    script: string;
    core: number | undefined;
    flags?: string[];
    env: Record<string, string>;
  }): Promise<ServerProcess> {
    const env = { PORT: String(this.#nextPort), ...plan.env, JWT_SECRET: this.tokens.secret };
    if (plan.env['PORT'] === undefined) this.#nextPort += 1;
    const server = await ServerProcess.start({ ...plan, env, logFolder: this.#folder.path });
    this.#running.add(server);
    return server;
  }
}
