import { parseDatabaseUrl } from './database-url.js';
import { makeSetting } from './setting.js';
import { setting } from './setting-makers.js';

/** Injection token of the loaded configuration: `@Inject(CONFIG) config: BankConfig`. */
export const CONFIG = Symbol.for('latchkey:config');

/** What every service of the deployment reads; spread it into the service's own settings. */
export const serviceSettings = {
  PORT: setting.port({
    describe: 'TCP port to listen on.',
    fix: 'Set it to a free port, for example PORT=3001.',
    example: '3001',
  }),
  HOST: setting.text({ describe: 'Address to listen on.', default: '127.0.0.1', max: 255 }),
  PUBLIC_URL: setting.url({
    describe: 'The origin under which browsers reach this service.',
    fix: 'Set it to scheme, host and port only, for example https://bank.example.com.',
    example: 'http://bank.demo.localhost:3001',
    originOnly: true,
  }),
  DATABASE_URL: makeSetting(
    'postgres URL',
    {
      describe: 'PostgreSQL database of this service.',
      fix: 'Set it to postgres://user:password@host:5432/database.',
      example: 'postgres://bank:password@127.0.0.1:5432/bank',
    },
    databaseUrl,
    true,
  ),
  TRUSTED_PROXY_HOPS: setting.integer({
    describe:
      'Number of own reverse proxies in front; so many entries of X-Forwarded-For are believed, from the right.',
    default: 0,
    max: 10,
  }),
  MAX_CONNECTIONS: setting.integer({
    describe: 'Connections open at once; what comes beyond is closed at once.',
    default: 4000,
    min: 1,
    max: 1_000_000,
  }),
  LOG_LEVEL: setting.choice({
    describe: 'Least level that is logged.',
    default: 'info',
    choices: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
  }),
  OPS_TOKEN: setting.strongSecret({
    describe:
      "Bearer token for /metrics, internal routes and the details of /health/ready; a service's own, or one for all. Unset (on *.localhost only): direct loopback peers that ask this machine by name.",
    fix: 'Make one with: openssl rand -base64 48',
    example: '',
    optional: true,
    max: 1024,
  }),
  ALLOW_PLAIN_INTERNAL: setting.boolean({
    describe:
      'Whether the bank, other services and the database may be reached in clear on other hosts; only where nobody else can listen.',
    default: false,
  }),
  DRAIN_GRACE: setting.span({
    describe:
      'Time from "not ready" to the last new connection at a stop: more than load balancers take to notice, so about three of their checks. Unset: 15; on *.localhost 0.3, if no proxy is in front and nobody asks for readiness.',
    example: '15',
    optional: true,
    max: 600,
  }),
  KEEP_ALIVE: setting.duration({
    describe: 'Time for which an idle connection is kept: more than load balancers keep theirs, so that they end it.',
    default: 95,
    min: 1,
    max: 7200,
  }),
};

/** A database's URL; read once more where the connections are made: the setting stays the text that was given. */
export function databaseUrl(text: string): string {
  parseDatabaseUrl(text);
  return text;
}

/** The values of {@link serviceSettings}. */
export interface ServiceConfig {
  readonly PORT: number;
  readonly HOST: string;
  readonly PUBLIC_URL: URL;
  readonly DATABASE_URL: string;
  readonly TRUSTED_PROXY_HOPS: number;
  readonly MAX_CONNECTIONS: number;
  readonly LOG_LEVEL: string;
  readonly OPS_TOKEN?: string | undefined;
  readonly ALLOW_PLAIN_INTERNAL: boolean;
  readonly DRAIN_GRACE?: number | undefined;
  readonly KEEP_ALIVE: number;
}
