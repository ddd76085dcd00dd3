import { parse } from 'yaml';

/** The first engine whose health checks may be more frequent while a container starts. */
const START_INTERVAL_ENGINE = 25;

/**
 * docker-compose.yml as this engine and this Compose can read it: an older one refuses a file with a word that it does not know.
 * Answers the text, and what was left out of it. `images` are other names for images that are named there, `env` the variables of
 * the deployment.
 */
export function fitCompose(text, { engine, compose, images = {}, env = {} }) {
  const isFirst = major(compose) < 2;
  const file = parse(isFirst ? withoutNesting(text, env) : text, { merge: true });
  const dropped = new Set();
  const drop = (holder, name, what) => {
    if (holder?.[name] === undefined) return;
    delete holder[name];
    dropped.add(what);
  };
  if (isFirst) drop(file, 'name', 'name');
  for (const key of Object.keys(file)) if (key.startsWith('x-')) delete file[key];
  for (const service of Object.values(file.services)) {
    service.image = images[imageOf(service.image)] ?? service.image;
    if (isFirst || major(engine) < START_INTERVAL_ENGINE)
      drop(service.healthcheck, 'start_interval', 'healthcheck.start_interval');
    if (!isFirst) continue;
    for (const volume of service.volumes ?? []) drop(volume.bind, 'create_host_path', 'volumes.bind.create_host_path');
    for (const dependency of Object.values(service.depends_on ?? {})) {
      drop(dependency, 'restart', 'depends_on.restart');
      drop(dependency, 'required', 'depends_on.required');
    }
  }
  return { text: JSON.stringify(file, null, 2), dropped: [...dropped] };
}

/** The image of `image: ${POSTGRES_IMAGE:-postgres:18@sha256:…}` and of a plain name. */
export function imageOf(text) {
  const [, inner] = /^\$\{\w+:-(.+)\}$/.exec(text) ?? [];
  return inner ?? text;
}

// `${A:-${B}}` is text to the first Compose, from the second brace on.
function withoutNesting(text, env) {
  return text.replaceAll(/\$\{(\w+):-(\$\{[^{}]*\})\}/g, (_, name, otherwise) =>
    env[name] ? `\${${name}}` : otherwise,
  );
}

const major = (version) => Number(/\d+/.exec(version)?.[0] ?? 0);
