import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { migrate } from './migrate.ts';
import { projectRoot, type ServiceId } from './paths.ts';
import { run } from './process.ts';

/** A PostgreSQL server that nobody else uses, so that it may be stopped and killed. */
export interface DatabaseServer {
  readonly urls: Record<ServiceId, string>;
  /** Ends the server as an operator would, or the hard way, all of its connections at once. */
  down(how: 'stop' | 'kill'): Promise<void>;
  up(): Promise<void>;
  remove(): Promise<void>;
}

const script = `${projectRoot}scripts/own-database.mjs`;

export async function startDatabaseServer(): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-e2e-pg-'));
  const port = await freePort();
  const killNow = (): void => signal(folder, 'SIGKILL');
  const vanish = (): void => {
    killNow();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };
  process.once('exit', vanish);
  const up = async (): Promise<string> => act(['start', folder, String(port)]);
  const down = async (how: 'stop' | 'kill'): Promise<void> => {
    if (how === 'kill') killNow();
    else await act(['stop', folder]);
  };
  const remove = async (): Promise<void> => {
    await act(['stop', folder]);
    process.off('exit', vanish);
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };
  try {
    const addresses = JSON.parse(await up()) as Record<ServiceId, DatabaseAddress>;
    const urls = { bank: await migrated(addresses, 'bank'), retirement: await migrated(addresses, 'retirement') };
    return { urls, down, up: async () => void (await up()), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** A database's address for its service, and for its owner. */
interface DatabaseAddress {
  readonly url: string;
  readonly ownerUrl: string;
}

async function migrated(addresses: Record<ServiceId, DatabaseAddress>, service: ServiceId): Promise<string> {
  const { url, ownerUrl } = addresses[service];
  await migrate(service, url, ownerUrl);
  return url;
}

async function act(args: string[]): Promise<string> {
  const { code, output } = await run(script, {}, args);
  if (code !== 0) throw new Error(`${args[0]} of a database server ended with code ${code}:\n${output}`);
  return output.trim();
}

function signal(folder: string, name: NodeJS.Signals): void {
  try {
    process.kill(Number(readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]), name);
  } catch {
    // It is not running.
  }
}
