import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format } from 'oxfmt';
import { listServices } from '../workspace.mjs';
import { forSite, renamed } from './names.mjs';

const TEMPLATE = 'scripts/service-template';
/** What only a site needs of the packages. */
const BROWSER = /^(react|react-dom|vite|tailwindcss|@tanstack\/.*|@types\/react.*|@latchkey\/web)$/;

/** Writes the folder of a service into a clone, whole or not at all; resolves to its path. */
export async function writeFolder(clone, { names, port, hasSite }) {
  // Beside apps/, so that it is moved and not copied, and nothing reads it meanwhile. One that an interrupted run left goes.
  const draft = join(clone, '.new-service');
  rmSync(draft, { recursive: true, force: true });
  const options = JSON.parse(readFileSync(join(clone, '.oxfmtrc.json'), 'utf8'));
  for (const [path, text] of Object.entries(filesOf(clone, { names, port, hasSite }))) {
    const file = join(draft, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, await laidOut(path, text, options));
  }
  const folder = join(clone, 'apps', names.id);
  renameSync(draft, folder);
  return folder;
}

/** Names differ in length, so lines are broken anew; what cannot be read is an error of the template. */
async function laidOut(path, text, options) {
  if (!/\.(tsx?|js|json|css|html|yaml)$/.test(path)) return text;
  const { code, errors } = await format(path, text, options);
  if (errors.length > 0) throw new Error(`${path} of the template: ${JSON.stringify(errors)}`);
  return code;
}

function filesOf(clone, { names, port, hasSite }) {
  const template = join(clone, TEMPLATE);
  const paths = readdirSync(template, { recursive: true }).filter((path) => statSync(join(template, path)).isFile());
  // Where a service without a site needs another file, that one is called so.
  const hasOther = (path) => path.includes('.spec.') && paths.includes(path.replace('.spec.', '.api.spec.'));
  const isWanted = (path) => (hasSite ? !path.includes('.api.') : !path.startsWith('web/') && !hasOther(path));
  const own = paths.filter(isWanted);
  return Object.fromEntries(
    own.map((path) => {
      const text = forSite(readFileSync(join(template, path), 'utf8'), hasSite);
      const words = renamed(text, names, port);
      const target = renamed(path.replace('.api.', '.'), names, port);
      return [target, path === 'package.json' ? manifest(words, clone, hasSite) : words];
    }),
  );
}

/** With the versions that the services have that are there. */
function manifest(text, clone, hasSite) {
  const { scripts, dependencies, devDependencies, ...about } = JSON.parse(text);
  const others = Object.entries(scripts).filter(([name]) => name !== 'build:web');
  const used = versionsIn(clone);
  const withVersions = (names) => Object.fromEntries(names.map((name) => [name, used[name]]));
  const tools = Object.keys(devDependencies).filter((name) => hasSite || !BROWSER.test(name));
  const whole = {
    ...about,
    scripts: hasSite ? scripts : Object.fromEntries(others),
    dependencies: withVersions(Object.keys(dependencies)),
    devDependencies: withVersions(tools),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function versionsIn(clone) {
  const manifests = listServices(clone).map(({ folder }) =>
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  );
  return Object.assign(
    {},
    ...manifests.flatMap(({ dependencies, devDependencies }) => [devDependencies, dependencies]),
  );
}
