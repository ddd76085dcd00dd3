// Makes what docker-compose.yml needs and no repository may hold: .env with passwords, the first keys, the registry. What exists
// is kept. Needs nothing but Node. The keys are rotated by the bank's command: docker compose run --rm keys --help
//   --proxy   the services stand behind nginx with TLS, two containers each: .env is changed to that, and a certificate made
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { listServices } from '../scripts/workspace.mjs';
import { composeOf, variablesOf } from './added-services.mjs';
import { change, complete, filled, readEnv } from './env-file.mjs';
import { newKeyFiles, newServiceKey } from './keys.mjs';
import { writeProxyFiles } from './proxy/proxy-files.mjs';
import { behindProxy } from './proxy/proxy-settings.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const envFile = fileURLToPath(new URL('../.env', import.meta.url));
const folders = {
  all: `${here}private`,
  bank: `${here}private/bank`,
  verify: `${here}private/verify`,
  proxy: `${here}private/proxy`,
};
const [issuer, ...others] = listServices();
// What is a service's alone.
const ownFolder = ({ id }) => `${folders.all}/own/${id}`;

// Services that docker-compose.yml does not name are given a file like it, and variables like those of retirement.
const compose = readFileSync(fileURLToPath(new URL('../docker-compose.yml', import.meta.url)), 'utf8');
const added = others.filter(({ id }) => !compose.includes(`\n  ${id}:\n`));
const example = readFileSync(`${here}.env.example`, 'utf8');
const files = ['docker-compose.yml', ...added.map(({ id }) => `deploy/private/compose.${id}.yml`)];
const more = added.length === 0 ? [] : [`COMPOSE_FILE=${files.join(':')}`];
const sample = [example, ...added.flatMap((service) => variablesOf(example, service)), ...more]
  .join('\n')
  .replace(/^COMPOSE_PROFILES=.*$/m, (line) => [line, ...added.map(({ id }) => id)].join());
say(complete(envFile, filled(sample)));
if (process.argv.includes('--proxy')) say(change(envFile, behindProxy(readEnv(envFile), [issuer, ...others])));
const env = readEnv(envFile);
mkdirSync(folders.all, { recursive: true });
// An earlier release kept the keys of those that verify in a folder of retirement's name.
if (existsSync(`${folders.all}/retirement`) && !existsSync(folders.verify)) {
  renameSync(`${folders.all}/retirement`, folders.verify);
  console.log(`renamed ${folders.all}/retirement to ${folders.verify}`);
}
for (const folder of [...Object.values(folders), ...others.map(ownFolder)]) mkdirSync(folder, { recursive: true });
// Only the owner enters; the containers are given an inner folder each, whose files their own user can read.
chmodSync(folders.all, 0o700);

for (const service of added) {
  const path = `${folders.all}/compose.${service.id}.yml`;
  writeFileSync(path, composeOf(compose, service, [issuer, ...others]));
  console.log(`wrote ${path}; .env starts it with COMPOSE_FILE and COMPOSE_PROFILES`);
}

const bankKeys = `${folders.bank}/keys.bank.json`;
if (!existsSync(bankKeys)) {
  const { bank, verify } = newKeyFiles();
  write(bankKeys, bank);
  write(`${folders.verify}/keys.verify.json`, verify);
}
const registry = `${folders.bank}/registry.json`;
if (!existsSync(registry)) {
  const listed = [issuer, ...others].map(entryOf);
  write(
    registry,
    listed.filter(({ url }) => url !== undefined),
  );
}
// By its own key a service proves to the bank what it tells of logouts; the registry names the public half.
const services = JSON.parse(readFileSync(registry, 'utf8'));
for (const other of others) {
  const file = `${ownFolder(other)}/service.json`;
  if (!existsSync(file)) write(file, newServiceKey());
  const { kty, crv, x } = JSON.parse(readFileSync(file, 'utf8'));
  // One that was added since.
  if (added.includes(other) && !services.some(({ id }) => id === other.id)) services.push(entryOf(other));
  const known = services.find(({ id }) => id === other.id);
  if (known === undefined || known.key?.x === x) continue;
  known.key = { kty, crv, x };
  write(registry, services);
}
// The registry tells services of each other by the addresses in .env.
for (const entry of services) {
  const url = env[`${entry.id.toUpperCase().replaceAll('-', '_')}_PUBLIC_URL`] ?? entry.url;
  if (url === entry.url) continue;
  entry.url = url;
  write(registry, services);
  console.log(`${entry.id} is at ${url} in the registry from now on`);
}
if (env.COMPOSE_PROFILES?.split(',').includes('proxy')) {
  const here = [issuer, ...others].map((service) => ({ ...service, url: env[`${service.variable}_PUBLIC_URL`] }));
  say(writeProxyFiles(folders.proxy, here));
}
// Only roles that a service declares can be given to people. A bank of a release without roles refuses a registry that has some.
for (const { id, roles } of [issuer, ...others]) {
  const known = services.find((service) => service.id === id);
  if (known === undefined || JSON.stringify(known.roles ?? []) === JSON.stringify(roles)) continue;
  known.roles = roles;
  write(registry, services);
  console.log(
    `${id} declares ${roles.join(', ') || 'no role'}; take "roles" out before the bank returns to a release without them`,
  );
}

function entryOf({ id, name, roles, variable }) {
  return { id, name, url: env[`${variable}_PUBLIC_URL`], ...(roles.length > 0 && { roles }) };
}

function write(path, value) {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o644 });
  console.log(`made ${path}`);
}

function say(lines) {
  for (const line of lines) console.log(line);
}
