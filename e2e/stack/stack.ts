import { copyOfTemplate, dropDatabase, runtimeUrl } from './database.ts';
import { environmentOf, newSecret, publicUrl, registryFile } from './environment.ts';
import { freePort } from './free-port.ts';
import { temporaryFolder } from './temporary-folder.ts';
import type { ServiceId } from './paths.ts';
import type { Environment } from './process.ts';
import { Replica } from './replica.ts';
import { roundRobin, type RoundRobin } from './round-robin.ts';
import { freePorts, listServices, portOf, type Ports } from './services.ts';

export interface StackPlan {
  /** Processes per service; without a balancer there is one. */
  replicas?: Partial<Record<ServiceId, number>>;
  /** A round robin in front of each service, believed as one proxy hop. */
  balanced?: boolean;
  /** Another balancer in the place of the round robin; resolves with what ends it. */
  proxy?: (service: ServiceId, port: number, targets: readonly number[]) => Promise<() => Promise<void>>;
  env?: Partial<Record<ServiceId, Environment | ((replica: number) => Environment)>>;
  /** Files of keys instead of the shared secret. */
  keys?: Record<ServiceId, string>;
  /** Works on a database before the first process of its service starts. */
  prepare?: Partial<Record<ServiceId, (database: string) => Promise<void>>>;
  /** Migrated databases of the caller's own instead of copies of the templates. */
  databases?: Record<ServiceId, string>;
  /** Another built clone that processes are started from: of the release before. */
  checkout?: string;
}

/** One service as the world sees it. */
export interface StackService {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly replicas: Replica[];
  readonly balancer: RoundRobin | undefined;
  /** Address of its database, as who owns it. */
  readonly database: string;
}

/** Every service of apps/, each with a database and processes of its own, at addresses nobody else has. */
export interface Stack {
  readonly secret: string;
  /** The bank's secret for refresh tokens. */
  readonly refreshSecret: string;
  /** The bank's list of services. */
  readonly registry: string;
  readonly bank: StackService;
  readonly retirement: StackService;
  /** All of them by id, those that the scenario knows nothing else of too. */
  readonly services: Readonly<Record<string, StackService>>;
  /** What all processes wrote, for the search for secrets and errors. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts every service of the clone, or nothing: whatever a failed start has begun is ended. */
export async function startStack(plan: StackPlan = {}): Promise<Stack> {
  const start = new StackStart(plan, await freePorts());
  try {
    return await start.all();
  } catch (error) {
    await start.stop();
    throw error;
  }
}

class StackStart {
  readonly #plan: StackPlan;
  readonly #ports: Ports;
  readonly #folder = temporaryFolder('latchkey-e2e-');
  readonly #registry: string;
  readonly #secret = newSecret();
  readonly #refreshSecret = newSecret();
  readonly #closers: (() => Promise<void>)[] = [];

  constructor(plan: StackPlan, ports: Ports) {
    this.#plan = plan;
    this.#ports = ports;
    this.#registry = registryFile(this.#folder.path, ports);
  }

  async all(): Promise<Stack> {
    const { databases, keys } = this.#plan;
    // A caller's own databases and keys are those of the services that it knows.
    const known = listServices().filter(({ id }) => id in (databases ?? keys ?? this.#ports));
    const starts = known.map(async ({ id }) => [id, await this.#start(id as ServiceId)] as const);
    // One that fails leaves nothing half started behind.
    await Promise.allSettled(starts);
    const services = Object.fromEntries(await Promise.all(starts)) as Record<ServiceId, StackService>;
    const replicas = Object.values(services).flatMap((service) => service.replicas);
    return {
      secret: this.#secret,
      refreshSecret: this.#refreshSecret,
      registry: this.#registry,
      bank: services.bank,
      retirement: services.retirement,
      services,
      output: () => replicas.map((replica) => replica.output()).join('\n'),
      stop: () => this.stop(),
    };
  }

  async stop(): Promise<void> {
    for (const close of this.#closers.toReversed()) await close();
    this.#folder.remove();
  }

  async #start(id: ServiceId): Promise<StackService> {
    const database = await this.#database(id);
    await this.#plan.prepare?.[id]?.(database);
    const port = portOf(this.#ports, id);
    const replicas = await this.#replicas(id, port, database);
    this.#closers.push(async () => void (await Promise.all(replicas.map((replica) => replica.stop()))));
    await Promise.all(replicas.map((replica) => replica.start()));
    const balancer = await this.#balancer(id, port, replicas);
    const url = publicUrl(id, port);
    return { url, host: new URL(url).host, port, replicas, balancer, database };
  }

  async #database(id: ServiceId): Promise<string> {
    const given = this.#plan.databases?.[id];
    if (given !== undefined) return given;
    const { name, url } = await copyOfTemplate(id);
    this.#closers.push(() => dropDatabase(name));
    return url;
  }

  async #replicas(id: ServiceId, port: number, database: string): Promise<Replica[]> {
    const { balanced = false, replicas: counts, databases } = this.#plan;
    const facts = {
      database: databases?.[id] ?? runtimeUrl(database),
      ports: this.#ports,
      secret: this.#secret,
      refreshSecret: this.#refreshSecret,
      registryFile: this.#registry,
      proxyHops: balanced ? 1 : 0,
    };
    const replicas: Replica[] = [];
    for (let index = 0; index < (balanced ? (counts?.[id] ?? 1) : 1); index += 1) {
      const own = balanced ? await freePort() : port;
      const env = { ...environmentOf(id, { ...facts, port: own }), ...this.#settings(id, index) };
      replicas.push(new Replica(id, own, this.#withKeys(id, env), this.#plan.checkout));
    }
    return replicas;
  }

  #settings(id: ServiceId, replica: number): Environment | undefined {
    const settings = this.#plan.env?.[id];
    return typeof settings === 'function' ? settings(replica) : settings;
  }

  #withKeys(id: ServiceId, env: Environment): Environment {
    const { keys } = this.#plan;
    if (keys === undefined) return env;
    const { JWT_SECRET: _, ...rest } = env;
    return { ...rest, JWT_KEYS_FILE: keys[id] };
  }

  async #balancer(id: ServiceId, port: number, replicas: readonly Replica[]): Promise<RoundRobin | undefined> {
    const ports = (): number[] => replicas.map((replica) => replica.port);
    const { proxy, balanced } = this.#plan;
    if (proxy !== undefined) {
      this.#closers.push(await proxy(id, port, ports()));
      return undefined;
    }
    if (balanced !== true) return undefined;
    const balancer = await roundRobin(port, ports);
    this.#closers.push(() => balancer.stop());
    return balancer;
  }
}
