import { existsSync, readdirSync, watch } from 'node:fs';
import { join, sep } from 'node:path';
import { buildServices } from './build.mjs';
import { log } from './log.mjs';
import { root } from './workspace.mjs';

// A burst of writes, as of an editor or a checkout, is one edit.
const quiet = 150;

/** Watches the sources of a running stack; builds what an edit touches and restarts the services that load it. */
export function reloadOnEdit(stack) {
  const touched = new Set();
  let timer;
  let busy = false;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void reload(), quiet);
  };
  const reload = async () => {
    if (busy || stack.stopping) return later();
    busy = true;
    const paths = [...touched];
    touched.clear();
    await rebuild(stack, paths).catch((error) => log(`✗ ${error.message}`));
    busy = false;
    if (touched.size > 0) later();
  };
  for (const folder of sourceFolders(stack)) {
    watch(join(root, folder), { recursive: true }, (_, name) => {
      const path = join(folder, name ?? '');
      if (isOutput(path)) return;
      touched.add(path);
      later();
    });
  }
  log('  Edits are built and loaded as you save them.\n');
}

function sourceFolders(stack) {
  const apps = stack.services.flatMap(({ id }) => [`apps/${id}/src`, `apps/${id}/web`]);
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/src`);
  return [...apps, ...packages].filter((folder) => existsSync(join(root, folder)));
}

const isOutput = (path) => path.split(sep).some((part) => ['dist', 'node_modules', '.turbo'].includes(part));

async function rebuild(stack, paths) {
  const began = Date.now();
  await buildServices();
  const services = stack.services.filter(({ id }) => paths.some((path) => concerns(path, id)));
  await Promise.all(services.map((service) => stack.restart(service)));
  const names = services.map(({ name }) => name).join(' and ');
  log(
    `  ${paths[0]}${paths.length > 1 ? ` and ${paths.length - 1} more` : ''}: ${names} reloaded (${Date.now() - began} ms)`,
  );
}

// A site counts, too: the service writes its facts into index.html at boot.
const concerns = (path, id) => path.startsWith(`packages${sep}`) || path.startsWith(`apps${sep}${id}${sep}`);
