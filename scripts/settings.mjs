// Runs on the user's own, maybe old, Node: built-ins and plain syntax only.
import { resolve } from 'path';
import { ExplainedError } from './log.mjs';
import { ISSUER, listServices, root } from './workspace.mjs';

const services = listServices();

const describeVariables = (lines) => lines.map(([name, text]) => `  ${name.padEnd(23)}  ${text}`).join('\n');

export const startHelp = `npm start: installs, builds, migrates, seeds demo users and starts all services.

  npm start -- --reset   begins again: removes the embedded database, the keys, added services and the logs
  npm start -- --help    shows this

Reads from the environment:
${describeVariables([
  ...services.map(({ variable, name, port }) => [`${variable}_PORT`, `port of ${name} (${port})`]),
  ['LATCHKEY_DB_PORT', 'port of the embedded PostgreSQL (15432)'],
  ['LATCHKEY_DATA_DIR', 'where database, keys and logs are kept (.data)'],
  ...services.map(({ variable, name }) => [
    `${variable}_DATABASE_URL`,
    `a PostgreSQL database of your own for ${name}, instead of the embedded one`,
  ]),
])}

Hands on to the services, if set (JWT_SECRET outranks the keys that are kept):
  JWT_SECRET, REFRESH_SECRET, PASSWORD_PEPPER, LOG_LEVEL, OPS_TOKEN (or OPS_TOKENS, "${services.map(({ id }) => `${id}=…`).join(' ')}": one per service), TRUSTED_PROXY_HOPS,
  ALLOW_PLAIN_INTERNAL, DRAIN_GRACE, KEEP_ALIVE, PASSWORD_COST, THROTTLE_ACCOUNT, THROTTLE_ADDRESS,
  THROTTLE_REGISTER, TOKEN_TTL, TOKEN_RENEW_AFTER, SESSION_IDLE, SESSION_ABSOLUTE, REFRESH_GRACE

Next to a running stack or without it: npm run keys -- --help, npm run users -- --help, npm run contract -- --help
One service by itself, with all of its variables: npm run start -w apps/bank -- --help`;

const forBank = [
  'REFRESH_SECRET',
  'PASSWORD_PEPPER',
  'PASSWORD_COST',
  'THROTTLE_ACCOUNT',
  'THROTTLE_ADDRESS',
  'THROTTLE_REGISTER',
];
const times = ['TOKEN_TTL', 'TOKEN_RENEW_AFTER', 'SESSION_IDLE', 'SESSION_ABSOLUTE', 'REFRESH_GRACE'];
const network = ['TRUSTED_PROXY_HOPS', 'ALLOW_PLAIN_INTERNAL', 'DRAIN_GRACE', 'KEEP_ALIVE'];
const forAll = ['JWT_SECRET', 'LOG_LEVEL', 'OPS_TOKEN', ...network, ...times];
const decidedHere = [
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'DATABASE_URL',
  'MIGRATE_DATABASE_URL',
  'MIGRATE_WAIT',
  'ADMIN_DATABASE_URL',
  'JWT_KEYS_FILE',
  'SSO_ISSUER',
  'SSO_COOKIE_DOMAIN',
  'SSO_REGISTRY_FILE',
  'BANK_URL',
  'SERVICE_KEY_FILE',
];
const serviceVariables = [...forBank, ...forAll, ...decidedHere, 'OPS_TOKENS'];

/** What `npm start` and `npm run dev` are told by environment and arguments; all errors at once. */
export function readSettings(env, args) {
  const errors = args.filter((arg) => arg !== '--reset').map((arg) => `${arg} is unknown. See npm start -- --help`);
  const readPort = (name, usual) => {
    const text = env[name] || String(usual);
    const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
    if (value < 1 || value > 65535) errors.push(`${name} is not a port (1 to 65535).`);
    return value;
  };
  const readDatabase = (name) => {
    if (env[name] && !/^postgres(ql)?:\/\//.test(env[name])) errors.push(`${name} is not a postgres:// address.`);
    return env[name] || undefined;
  };
  const settings = {
    reset: args.includes('--reset'),
    dataDir: resolve(root, env.LATCHKEY_DATA_DIR || '.data'),
    databasePort: readPort('LATCHKEY_DB_PORT', 15432),
    services: services.map((service) => ({
      ...service,
      port: readPort(`${service.variable}_PORT`, service.port),
      database: readDatabase(`${service.variable}_DATABASE_URL`),
      env: {
        ...pick(env, service.id === ISSUER ? [...forAll, ...forBank] : forAll),
        ...ownOpsToken(env, service.id),
      },
    })),
    ignored: decidedHere.filter((name) => env[name]),
  };
  const ports = [...settings.services.map(({ port }) => port), settings.databasePort];
  if (new Set(ports).size < ports.length) errors.push(`${portVariables()} must differ.`);
  if (errors.length > 0) throw new ExplainedError(errors.join('\n  '));
  return settings;
}

/** The variables by which a run is moved to ports of its own, as words. */
export function portVariables() {
  return `${services.map(({ variable }) => `${variable}_PORT`).join(', ')} and LATCHKEY_DB_PORT`;
}

/** One service's part of the settings. */
export const settingsOf = (settings, id) => settings.services.find((service) => service.id === id);

/** The caller's environment without anything that a service would take for its own setting. */
export function neutralEnvironment(env) {
  const isOther = (name) => !serviceVariables.includes(name) && !name.startsWith('PG');
  return Object.fromEntries(Object.entries(env).filter(([name]) => isOther(name)));
}

// A token of operators that opens this service alone.
function ownOpsToken({ OPS_TOKENS: list = '' }, service) {
  const own = list.split(/\s+/).find((part) => part.startsWith(`${service}=`));
  return own === undefined ? {} : { OPS_TOKEN: own.slice(service.length + 1) };
}

function pick(env, names) {
  return Object.fromEntries(names.filter((name) => env[name]).map((name) => [name, env[name]]));
}
