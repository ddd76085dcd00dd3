import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { projectRoot } from './paths.ts';

/** A service of the workspace, as its package.json calls it. */
export interface ServiceEntry {
  readonly id: string;
  readonly name: string;
  /** The roles that it asks for. */
  readonly roles?: readonly string[];
}

/** The port of each service of a stack, by id. */
export interface Ports {
  readonly bank: number;
  readonly [service: string]: number;
}

/** Every folder of apps/ whose package.json has a `latchkey` member, the bank first: nothing else names them. */
export function listServices(): ServiceEntry[] {
  const apps = join(projectRoot, 'apps');
  const entries = readdirSync(apps).flatMap((folder) => {
    const manifest = join(apps, folder, 'package.json');
    const { latchkey } = existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as Manifest) : {};
    return latchkey ?? [];
  });
  const inOrder = entries.toSorted((one, other) => one.port - other.port);
  return inOrder.toSorted((one, other) => Number(other.id === 'bank') - Number(one.id === 'bank'));
}

interface Manifest {
  readonly latchkey?: ServiceEntry & { readonly port: number };
}

/** A port for each, one after the other: where nobody listens yet, or is meant to. */
export function portsFrom(first: number): Ports {
  const [bank, ...others] = listServices().map(({ id }, index): [string, number] => [id, first + index]);
  return { bank: bank?.[1] ?? first, ...Object.fromEntries(others) };
}

/** A port for each that nobody else has. */
export async function freePorts(): Promise<Ports> {
  const ports: [string, number][] = [];
  for (const { id } of listServices()) if (id !== 'bank') ports.push([id, await freePort()]);
  return { bank: await freePort(), ...Object.fromEntries(ports) };
}

/** The port of a service that is in the list. */
export function portOf(ports: Ports, service: string): number {
  const port = ports[service];
  if (port === undefined) throw new Error(`There is no service ${service} in apps/.`);
  return port;
}
