import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listServices } from '../workspace.mjs';
import { isUnfinished } from './unfinished.mjs';
import { namesOf } from './names.mjs';
import { reservedFor } from './reserved-ids.mjs';

// In a name of a database of the tests it has to leave room for what stands before it: PostgreSQL cuts after 63.
const LONGEST_ID = 32;
const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
// It goes into code, HTML and JSON as it is.
const NAME = /^\p{L}[\p{L}\p{N}]*(?:[ -][\p{L}\p{N}]+)*$/u;
const LONGEST_NAME = 40;
const FIRST_FREE_PORT = 1024;
const DATABASE_PORT = 15432;

/** What `npm run new-service` is asked for in a clone, and everything that is wrong with it, each with its fix. */
export function readArguments(words, clone) {
  const errors = [];
  const { ids, given, hasSite } = split(words, errors);
  const [id] = ids;
  if (ids.length > 1) errors.push(`One service at a time: ${ids.join(', ')} are ${ids.length}.`);
  const services = listServices(clone);
  errors.push(...errorsOfId(id, clone));
  const port = portOf(given.port, services, id, errors);
  if (given.name !== undefined && (!NAME.test(given.name) || given.name.length > LONGEST_NAME))
    errors.push(
      `--name ${JSON.stringify(given.name)}: letters, digits, and single spaces or dashes between them, at most ${LONGEST_NAME}, as in "Pension plan".`,
    );
  const name = given.name ?? namesOf(id ?? '').name;
  if (services.some((service) => service.id !== id && service.name === name))
    errors.push(`There is a service with the name ${name} already: choose another by --name.`);
  return { errors, hasSite, port, names: errors.length === 0 ? namesOf(id, given.name) : undefined };
}

function split(words, errors) {
  const given = {};
  const ids = [];
  let hasSite = true;
  const rest = words.flatMap((word) =>
    /^--\w+=/.test(word) ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] : [word],
  );
  while (rest.length > 0) {
    const word = rest.shift();
    if (word === '--without-site') hasSite = false;
    else if (word === '--port' || word === '--name') {
      const name = word.slice(2);
      const value = rest.length === 0 || rest[0].startsWith('--') ? undefined : rest.shift();
      if (value === undefined) errors.push(`${word} is given without a value.`);
      else if (given[name] !== undefined) errors.push(`${word} is given twice: which one?`);
      given[name] ??= value;
    } else if (word.startsWith('-')) errors.push(`There is no ${word} here: npm run new-service -- --help`);
    else ids.push(word);
  }
  return { ids, given, hasSite };
}

function errorsOfId(id, clone) {
  if (id === undefined) return ['The id of the service is missing: npm run new-service -- pension'];
  if (!ID.test(id) || id.length > LONGEST_ID)
    return [
      `${JSON.stringify(id)} is no id: lower-case letters and digits, a letter first, single dashes between words, at most ${LONGEST_ID}${suggestion(id)}.`,
    ];
  const folder = join(clone, 'apps', id);
  if (listServices(clone).some((service) => service.id === id))
    return isUnfinished(clone, id)
      ? []
      : [`There is a service ${id} already: choose another id, or change apps/${id}.`];
  if (existsSync(folder))
    return [`apps/${id} is there already and is no service: move it away (rm -r apps/${id}), or choose another id.`];
  const reason = reservedFor(id, packagesOf(clone));
  return reason === undefined ? [] : [`${id} is taken: ${reason}. Choose another id.`];
}

/** What was probably meant. */
function suggestion(id) {
  const meant = id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_ID)
    .replaceAll(/^[-0-9]+|-+$/g, '');
  return ID.test(meant) ? `, as in ${meant}` : ', as in pension';
}

function packagesOf(clone) {
  const manifests = globSync('{packages,apps,examples}/*/package.json', { cwd: clone });
  const names = manifests.map((path) => JSON.parse(readFileSync(join(clone, path), 'utf8')).name ?? '');
  return [...names.map((name) => basename(name)), 'e2e', 'bench'];
}

/** The port that is asked for, or the next one that no service has. */
function portOf(text, services, id, errors) {
  const next = Math.max(...services.map(({ port }) => port)) + 1;
  if (text === undefined) return next;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  const fix = `choose another, such as ${next}`;
  const holder = services.find((service) => service.port === port && service.id !== id);
  if (port < FIRST_FREE_PORT || port > 65_535)
    errors.push(`--port ${JSON.stringify(text)} is no port of a program (${FIRST_FREE_PORT} to 65535): ${fix}.`);
  else if (holder !== undefined) errors.push(`--port ${port} is the port of ${holder.name}: ${fix}.`);
  else if (port === DATABASE_PORT) errors.push(`--port ${port} is the port of the embedded PostgreSQL: ${fix}.`);
  return port;
}
