/** The parts of a package.json that the house has rules about. */
export interface Manifest {
  readonly name: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly exports?: unknown;
}

const BROWSER_ONLY = /^(react|react-dom|vite|tailwindcss|@vitejs\/.*|@tailwindcss\/.*|@tanstack\/.*|@latchkey\/web)$/;

/** What is wrong with a workspace's package.json. */
export function manifestFaults(
  { name, dependencies = {}, devDependencies = {}, exports }: Manifest,
  folder: string,
): string[] {
  const production = Object.keys(dependencies);
  const all = [...production, ...Object.keys(devDependencies)];
  const faults: string[] = [];
  if (production.includes('@latchkey/testing')) faults.push(`${name}: @latchkey/testing is a devDependency`);
  for (const one of all.filter((it) => it === '@latchkey/bank' || it === '@latchkey/retirement')) {
    faults.push(`${name}: nothing depends on an app (${one})`);
  }
  if (folder.startsWith('apps/')) {
    for (const one of production.filter((it) => BROWSER_ONLY.test(it)))
      faults.push(`${name}: ${one} is a devDependency`);
    if (exports !== undefined) faults.push(`${name}: an app exports nothing`);
  }
  if (folder.startsWith('packages/') && exports === undefined) faults.push(`${name}: a package says what it exports`);
  if (folder === 'e2e' || folder === 'bench') {
    for (const one of all.filter((it) => it.startsWith('@latchkey/')))
      faults.push(`${name}: depends on nothing of ours (${one})`);
  }
  return faults;
}
