import { execFileSync } from 'node:child_process';
import { prefixOf, SERVER_CORE } from './cores.ts';
import type { InstalledPackage } from './installed-package.ts';

/** One import in a process that did nothing before; milliseconds. */
export interface ColdImport {
  readonly cpu: number;
  readonly wall: number;
}

/** What the verifier weighs where it is installed, and what its import takes. */
export interface PackageWeight {
  readonly bytes: number;
  readonly packages: readonly string[];
  readonly imports: Record<string, ColdImport[]>;
}

// Entries that a service imports: the suite is for tests of stores, the contract for who has zod.
const NOT_IN_A_SERVICE = new Set(['./store-suite', './contract', './outbound']);

const IMPORT = `
const usage = process.cpuUsage();
const began = performance.now();
await import(process.argv[1]);
const wall = performance.now() - began;
const { user, system } = process.cpuUsage(usage);
console.log(JSON.stringify({ cpu: (user + system) / 1000, wall }));`;

/** Imports each entry of the installed verifier in fresh processes, in turn. */
export function measurePackage({ bytes, packages, entries }: InstalledPackage, times: number): PackageWeight {
  const imported = [...entries].filter(([name]) => !NOT_IN_A_SERVICE.has(name));
  const imports: Record<string, ColdImport[]> = Object.fromEntries(imported.map(([name]) => [name, []]));
  for (let round = 0; round < times; round++) {
    for (const [name, url] of imported) imports[name]!.push(importCold(url));
  }
  return { bytes, packages, imports };
}

function importCold(url: string): ColdImport {
  const [file, ...args] = [...prefixOf(SERVER_CORE), process.execPath, '--input-type=module', '-e', IMPORT, url];
  return JSON.parse(execFileSync(file!, args, { encoding: 'utf8' })) as ColdImport;
}
