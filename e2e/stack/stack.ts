import { copyOfTemplate, dropDatabase, runtimeUrl } from './database.ts';
import { environmentOf, newSecret, publicUrl, registryFile } from './environment.ts';
import { freePort } from './free-port.ts';
import { temporaryFolder } from './temporary-folder.ts';
import type { ServiceId } from './paths.ts';
import type { Environment } from './process.ts';
import { Replica } from './replica.ts';
import { roundRobin, type RoundRobin } from './round-robin.ts';
import { freePorts, listServices, portOf } from './services.ts';

export interface StackPlan {
  /** Processes per service; without a balancer there is one. */
  replicas?: Partial<Record<ServiceId, number>>;
  /** A round robin in front of each service, believed as one proxy hop. */
  balanced?: boolean;
  /** Another balancer in the place of the round robin; answers how to end it. */
  proxy?: (service: ServiceId, port: number, targets: readonly number[]) => Promise<() => Promise<void>>;
  env?: Partial<Record<ServiceId, Environment | ((replica: number) => Environment)>>;
  /** Files of keys instead of the shared secret. */
  keys?: Record<ServiceId, string>;
  /** Works on a database before the first process of its service starts. */
  prepare?: Partial<Record<ServiceId, (database: string) => Promise<void>>>;
  /** Migrated databases of the caller's own instead of copies of the templates. */
  databases?: Record<ServiceId, string>;
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

export async function startStack(plan: StackPlan = {}): Promise<Stack> {
  const folder = temporaryFolder('latchkey-e2e-');
  const ports = await freePorts();
  const registry = registryFile(folder.path, ports);
  const secret = newSecret();
  const refreshSecret = newSecret();
  const closers: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.toReversed()) await close();
    folder.remove();
  };

  const databaseOf = async (service: ServiceId): Promise<string> => {
    const given = plan.databases?.[service];
    if (given !== undefined) return given;
    const { name, url } = await copyOfTemplate(service);
    closers.push(() => dropDatabase(name));
    return url;
  };

  const open = async (service: ServiceId): Promise<StackService> => {
    const database = await databaseOf(service);
    await plan.prepare?.[service]?.(database);
    const port = portOf(ports, service);
    const facts = {
      database: plan.databases === undefined ? runtimeUrl(database) : database,
      ports,
      secret,
      refreshSecret,
      registryFile: registry,
      proxyHops: plan.balanced === true ? 1 : 0,
    };
    const count = plan.balanced === true ? (plan.replicas?.[service] ?? 1) : 1;
    const replicas: Replica[] = [];
    for (let index = 0; index < count; index += 1) {
      const own = plan.balanced === true ? await freePort() : port;
      const more = plan.env?.[service];
      const asked = typeof more === 'function' ? more(index) : more;
      const env = { ...environmentOf(service, { ...facts, port: own }), ...asked };
      replicas.push(new Replica(service, own, plan.keys === undefined ? env : withKeys(env, plan.keys[service])));
    }
    closers.push(async () => void (await Promise.all(replicas.map((replica) => replica.stop()))));
    await Promise.all(replicas.map((replica) => replica.start()));
    const targets = replicas.map((replica) => replica.port);
    if (plan.proxy !== undefined) closers.push(await plan.proxy(service, port, targets));
    const balancer =
      plan.balanced === true && plan.proxy === undefined
        ? await roundRobin(port, () => replicas.map((replica) => replica.port))
        : undefined;
    if (balancer !== undefined) closers.push(() => balancer.stop());
    const url = publicUrl(service, port);
    return { url, host: new URL(url).host, port, replicas, balancer, database };
  };

  try {
    // A caller's own databases and keys are those of the services that it knows.
    const known = listServices().filter(({ id }) => id in (plan.databases ?? plan.keys ?? ports));
    const opened = known.map(async ({ id }) => [id, await open(id as ServiceId)] as const);
    const services = Object.fromEntries(await settled(opened)) as Record<ServiceId, StackService>;
    const replicas = (): Replica[] => Object.values(services).flatMap((service) => service.replicas);
    const output = (): string =>
      replicas()
        .map((replica) => replica.output())
        .join('\n');
    const { bank, retirement } = services;
    return { secret, refreshSecret, registry, bank, retirement, services, output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function withKeys(env: Environment, file: string): Environment {
  const { JWT_SECRET: _, ...rest } = env;
  return { ...rest, JWT_KEYS_FILE: file };
}

/** Waits for all before it fails, so that a failed start leaves nothing half opened behind. */
async function settled<T>(work: Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
