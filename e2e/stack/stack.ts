import { copyOfTemplate, dropDatabase, runtimeUrl } from './database.ts';
import { environmentOf, newSecret, publicUrl, registryFile, type Address } from './environment.ts';
import { freePort } from './free-port.ts';
import { temporaryFolder } from './temporary-folder.ts';
import type { ServiceId } from './paths.ts';
import type { Environment } from './process.ts';
import { Replica } from './replica.ts';
import { roundRobin, type RoundRobin } from './round-robin.ts';

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

/** A bank and a retirement, each with a database and processes of its own, at addresses nobody else has. */
export interface Stack {
  readonly secret: string;
  /** The bank's secret for refresh tokens. */
  readonly refreshSecret: string;
  /** The bank's list of services. */
  readonly registry: string;
  readonly bank: StackService;
  readonly retirement: StackService;
  /** What all processes wrote, for the search for secrets and errors. */
  output(): string;
  stop(): Promise<void>;
}

export async function startStack(plan: StackPlan = {}): Promise<Stack> {
  const folder = temporaryFolder('latchkey-e2e-');
  const addresses: Address = { bankPort: await freePort(), retirementPort: await freePort() };
  const registry = registryFile(folder.path, addresses);
  const secret = newSecret();
  const refreshSecret = newSecret();
  const closers: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.toReversed()) await close();
    folder.remove();
  };

  const databaseOf = async (service: ServiceId): Promise<string> => {
    if (plan.databases !== undefined) return plan.databases[service];
    const { name, url } = await copyOfTemplate(service);
    closers.push(() => dropDatabase(name));
    return url;
  };

  const open = async (service: ServiceId): Promise<StackService> => {
    const database = await databaseOf(service);
    await plan.prepare?.[service]?.(database);
    const port = service === 'bank' ? addresses.bankPort : addresses.retirementPort;
    const facts = {
      database: plan.databases === undefined ? runtimeUrl(database) : database,
      addresses,
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
    const ports = replicas.map((replica) => replica.port);
    if (plan.proxy !== undefined) closers.push(await plan.proxy(service, port, ports));
    const balancer =
      plan.balanced === true && plan.proxy === undefined
        ? await roundRobin(port, () => replicas.map((replica) => replica.port))
        : undefined;
    if (balancer !== undefined) closers.push(() => balancer.stop());
    const url = publicUrl(service, port);
    return { url, host: new URL(url).host, port, replicas, balancer, database };
  };

  try {
    const [bank, retirement] = await settled([open('bank'), open('retirement')]);
    const output = (): string =>
      [...bank.replicas, ...retirement.replicas].map((replica) => replica.output()).join('\n');
    return { secret, refreshSecret, registry, bank, retirement, output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function withKeys(env: Environment, file: string): Environment {
  const { JWT_SECRET: _, ...rest } = env;
  return { ...rest, JWT_KEYS_FILE: file };
}

/** Waits for both before it fails, so that a failed start leaves nothing half opened behind. */
async function settled<A, B>(work: [Promise<A>, Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
