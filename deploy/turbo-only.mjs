// node deploy/turbo-only.mjs FOLDER: a package and a lockfile of turbo alone, out of those of the repository, for `npm ci` there. An
// image is built with the turbo whose integrity the lockfile names, and not with what a registry says on that day.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const read = (name) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const { turbo } = read('package.json').devDependencies;
const { packages, lockfileVersion } = read('package-lock.json');
const own = Object.entries(packages).filter(([path]) => /^node_modules\/(turbo|@turbo\/[^/]+)$/.test(path));
const manifest = { name: 'turbo-only', version: '0.0.0', private: true, dependencies: { turbo } };

// What was for development there is what this is for.
const kept = own.map(([path, entry]) => [
  path,
  Object.fromEntries(Object.entries(entry).filter(([name]) => name !== 'dev')),
]);
mkdirSync(folder, { recursive: true });
write('package.json', manifest);
write('package-lock.json', {
  ...manifest,
  lockfileVersion,
  requires: true,
  packages: { '': manifest, ...Object.fromEntries(kept) },
});

function write(name, value) {
  writeFileSync(join(folder, name), JSON.stringify(value, null, 2));
}
