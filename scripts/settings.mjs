// Runs on the user's own, maybe old, Node: built-ins and plain syntax only.
import { resolve } from 'path';
import { fileURLToPath } from 'url';
import { Refusal } from './log.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

export const startHelp = `npm start: installs, builds, migrates, seeds demo users and starts all services.

  npm start -- --reset   begins anew: removes the embedded database, the keys, added services and the logs
  npm start -- --help    shows this

Reads from the environment:
  BANK_PORT                port of the bank (3001)
  RETIREMENT_PORT          port of retirement (3002)
  LATCHKEY_DB_PORT         port of the embedded PostgreSQL (15432)
  LATCHKEY_DATA_DIR        where database, keys and logs are kept (.data)
  BANK_DATABASE_URL        a PostgreSQL database of your own for the bank, instead of the embedded one
  RETIREMENT_DATABASE_URL  the same for retirement

Hands on to the services, if set (JWT_SECRET outranks the keys that are kept):
  JWT_SECRET, REFRESH_SECRET, PASSWORD_PEPPER, LOG_LEVEL, OPS_TOKEN (or OPS_TOKENS, "bank=… retirement=…": one per service), TRUSTED_PROXY_HOPS,
  ALLOW_PLAIN_INTERNAL, DRAIN_GRACE, KEEP_ALIVE, PASSWORD_COST, THROTTLE_ACCOUNT, THROTTLE_ADDRESS,
  THROTTLE_REGISTER, TOKEN_TTL, TOKEN_RENEW_AFTER, SESSION_IDLE, SESSION_ABSOLUTE, REFRESH_GRACE

Beside a running house or without it: npm run keys -- --help, npm run users -- --help
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

/** What `npm start` and `npm run dev` are told by environment and arguments; all faults at once. */
export function readSettings(env, args) {
  const faults = args.filter((arg) => arg !== '--reset').map((arg) => `${arg} is unknown. See npm start -- --help`);
  const port = (name, usual) => {
    const text = env[name] || String(usual);
    const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
    if (value < 1 || value > 65535) faults.push(`${name} is not a port (1 to 65535).`);
    return value;
  };
  const database = (name) => {
    if (env[name] && !/^postgres(ql)?:\/\//.test(env[name])) faults.push(`${name} is not a postgres:// address.`);
    return env[name] || undefined;
  };
  const settings = {
    reset: args.includes('--reset'),
    dataDir: resolve(root, env.LATCHKEY_DATA_DIR || '.data'),
    databasePort: port('LATCHKEY_DB_PORT', 15432),
    bank: {
      port: port('BANK_PORT', 3001),
      database: database('BANK_DATABASE_URL'),
      env: { ...pick(env, [...forAll, ...forBank]), ...ownOpsToken(env, 'bank') },
    },
    retirement: {
      port: port('RETIREMENT_PORT', 3002),
      database: database('RETIREMENT_DATABASE_URL'),
      env: { ...pick(env, forAll), ...ownOpsToken(env, 'retirement') },
    },
    ignored: decidedHere.filter((name) => env[name]),
  };
  const { bank, retirement, databasePort } = settings;
  if (new Set([bank.port, retirement.port, databasePort]).size < 3) {
    faults.push('BANK_PORT, RETIREMENT_PORT and LATCHKEY_DB_PORT must differ.');
  }
  if (faults.length > 0) throw new Refusal(faults.join('\n  '));
  return settings;
}

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
