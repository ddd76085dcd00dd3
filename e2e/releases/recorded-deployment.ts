import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../stack/clock.ts';
import { createDatabase, databaseName, dropDatabase } from '../stack/database.ts';
import { environmentOf, newSecret, publicUrl, registryFile } from '../stack/environment.ts';
import { freePort } from '../stack/free-port.ts';
import { migrate } from '../stack/migrate.ts';
import type { ServiceId } from '../stack/paths.ts';
import { run, type Environment } from '../stack/process.ts';
import type { Program } from '../stack/program.ts';
import { Replica } from '../stack/replica.ts';
import { request, type Request, type Response, type Target } from '../stack/request.ts';
import { temporaryFolder } from '../stack/temporary-folder.ts';
import { bearer, PASSWORD } from '../stack/test-user.ts';
import { recordDeliveries, type Delivery, type DeliveryRecorder } from './delivery-recorder.ts';
import { query } from './database-rows.ts';

/** What somebody was given at a login. */
export interface RecordedLogin {
  readonly what: string;
  readonly username: string;
  readonly transport: string;
  readonly version: number;
  readonly sid: string;
  readonly sub: string;
  readonly access: string;
  readonly refresh: string;
}

/** The addresses of every test of services: what is recorded is read by services that are told the same. */
const PORTS = { bank: 3001, retirement: 3002 };

/** One replica of the bank and of retirement, of a release that is to be recorded. */
export class RecordedDeployment {
  readonly opsToken = randomBytes(32).toString('base64url');
  readonly databases: Record<ServiceId, string>;
  readonly bank: Target;
  readonly retirement: Target;
  readonly #checkout: string;
  readonly #folder: string;
  readonly #registry: string;
  readonly #refreshSecret: string;
  readonly #replicas: Record<ServiceId, Replica>;
  readonly #recorder: DeliveryRecorder;
  readonly #closers: (() => Promise<void> | void)[];

  private constructor(parts: {
    checkout: string;
    folder: string;
    databases: Record<ServiceId, string>;
    ports: Record<ServiceId, number>;
    recorder: DeliveryRecorder;
    closers: (() => Promise<void> | void)[];
  }) {
    const { checkout, folder, databases, ports, recorder, closers } = parts;
    this.#checkout = checkout;
    this.#folder = folder;
    this.#recorder = recorder;
    this.#closers = closers;
    this.databases = databases;
    this.#registry = registryFile(folder, PORTS);
    this.#refreshSecret = newSecret();
    const target = (id: ServiceId): Target => {
      const url = publicUrl(id, PORTS[id]);
      return { url, host: new URL(url).host, port: ports[id] };
    };
    [this.bank, this.retirement] = [target('bank'), target('retirement')];
    const replica = (id: ServiceId, file: string): Replica =>
      new Replica(id, ports[id], this.#environment(id, ports[id], join(folder, 'keys', file)), checkout);
    this.#replicas = {
      bank: replica('bank', 'bank/keys.bank.json'),
      retirement: replica('retirement', 'verify/keys.verify.json'),
    };
  }

  static async start(checkout: string): Promise<RecordedDeployment> {
    const folder = temporaryFolder('latchkey-release-');
    const closers: (() => Promise<void> | void)[] = [folder.remove];
    const create = async (id: ServiceId): Promise<string> => {
      const name = databaseName(`release_${id}`);
      const url = await createDatabase(name);
      closers.push(() => dropDatabase(name));
      await migrate(id, url, url, checkout);
      return url;
    };
    const databases = { bank: await create('bank'), retirement: await create('retirement') };
    const ports = { bank: await freePort(), retirement: await freePort() };
    const recorder = await recordDeliveries(ports.bank);
    closers.push(() => recorder.stop());
    const deployment = new RecordedDeployment({ checkout, folder: folder.path, databases, ports, recorder, closers });
    await deployment.#command('keys', 'init', '--alg', 'HS256', '--folder', join(folder.path, 'keys'));
    for (const replica of Object.values(deployment.#replicas)) {
      closers.push(() => replica.stop());
      await replica.start();
    }
    return deployment;
  }

  /** What retirement told the bank. */
  get deliveries(): readonly Delivery[] {
    return this.#recorder.deliveries;
  }

  ask(target: Target, sent: Request): Promise<Response> {
    return request(target, sent);
  }

  /** A command of the bank about people. */
  users(...args: string[]): Promise<string> {
    return this.#command('users', ...args);
  }

  /** From now on the bank signs with a new key, which every service verifies. */
  async promoteNewKey(alg: string): Promise<void> {
    const at = Object.entries({ bank: this.bank, retirement: this.retirement }).flatMap(([id, { port }]) => [
      '--at',
      `${id}=http://127.0.0.1:${port}`,
    ]);
    const where = ['--folder', join(this.#folder, 'keys'), '--registry', this.#registry, ...at];
    await this.#command('keys', 'start', '--alg', alg, ...where);
    await this.#command('keys', 'promote', '--wait', '60', ...where);
  }

  /** Deletes an account as its person does, a week later. */
  async deleteAccount(program: Program, username: string): Promise<void> {
    const json = { password: PASSWORD };
    const path = '/api/account/deletion';
    await request(this.bank, { method: 'POST', path, json, headers: [bearer(program.access)], deadline: 180_000 });
    const { bank } = this.databases;
    const old = "UPDATE users SET deletion_requested_at = now() - interval '8 days' WHERE username = $1 RETURNING 1";
    if ((await query(bank, old, [username])).length === 0) throw new Error(`${username} was not asked to be deleted`);
    // Its events say when as well, and stay as they are: the one who deletes looks for logins after it.
    const isGone = async (): Promise<boolean> =>
      (await query(bank, 'SELECT 1 FROM users WHERE username = $1', [username])).length === 0;
    if ((await until(isGone, 120_000, 500)) === undefined) throw new Error(`${username} was not deleted`);
  }

  /** Starts the bank again, with so many sessions in its table that ended a while ago. */
  async startWithOldLogouts(count: number): Promise<void> {
    await query(
      this.databases.bank,
      `WITH crowd AS (INSERT INTO users (id, username, password_hash) VALUES (gen_random_uuid(), 'crowd', 'none') RETURNING id)
       INSERT INTO sessions (id, user_id, created_at, expires_at, address, user_agent, ended_at, end_reason)
       SELECT gen_random_uuid(), id, now() - interval '1 hour', now() + interval '11 hours', '', '', now() - interval '5 minutes', 'logout'
       FROM crowd, generate_series(1, $1)`,
      [count],
    );
    await this.#replicas.bank.start();
  }

  stopBank(): Promise<void> {
    return this.#replicas.bank.stop();
  }

  stopRetirement(): Promise<void> {
    return this.#replicas.retirement.stop();
  }

  /** What a service needs to take all of it for its own: its operator's files and secrets. */
  settings(): object {
    const read = (file: string): unknown => JSON.parse(readFileSync(join(this.#folder, file), 'utf8'));
    return {
      issuer: this.bank.url,
      password: PASSWORD,
      refreshSecret: this.#refreshSecret,
      keys: { bank: read('keys/bank/keys.bank.json'), verify: read('keys/verify/keys.verify.json') },
      registry: read('registry.json'),
    };
  }

  async remove(): Promise<void> {
    for (const close of this.#closers.toReversed()) await close();
  }

  #environment(id: ServiceId, port: number, keyFile: string): Environment {
    const facts = {
      ...{ database: this.databases[id], ports: PORTS, port, registryFile: this.#registry },
      ...{ refreshSecret: this.#refreshSecret, bankUrl: this.#recorder.url },
    };
    const { JWT_SECRET: _, ...environment } = environmentOf(id, facts);
    return { ...environment, JWT_KEYS_FILE: keyFile, OPS_TOKEN: this.opsToken };
  }

  async #command(name: 'keys' | 'users', ...args: string[]): Promise<string> {
    const script = join(this.#checkout, 'apps/bank/dist', `${name}.js`);
    const env = { ...this.#replicas.bank.env, OPS_TOKEN: this.opsToken, LATCHKEY_OPERATOR: 'operator' };
    const { code, output } = await run(script, env, args, { checkout: this.#checkout });
    if (code !== 0) throw new Error(`${name} ${args[0]} ended with code ${code}:\n${output}`);
    return output;
  }
}
