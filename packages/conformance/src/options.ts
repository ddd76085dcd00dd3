import { parseArgs } from 'node:util';
import { probesNamed } from './probes/all.js';
import { QUICK } from './quick.js';
import type { Route } from './client/remote-service.js';
import type { RoleRoute } from './probe/probe.js';
import { UsageError } from './client/usage-error.js';

export const HELP = `npx @latchkey/conformance --url URL [options]: probes whether a service, in whatever language, may join a deployment.

The service
  --url URL               where it is reached (http or https, a path of a proxy too; names below localhost are this machine).
                          A certificate of your own: NODE_EXTRA_CA_CERTS=FILE in the environment
  --origin URL            its public origin, if that is another (default: by --audience in the list of --bank or --issuer, else of --url)
  --audience ID           its id in the registry (default: by --origin in the bank's list, else asked of /internal/keys)
  --path PATH             a guarded GET (default: /api/me)
  --write ROUTE           a guarded route that changes something, such as PUT:/api/plan:{"retirementAge":67}
  --sensitive ROUTE       the same, of a route that is sensitive
  --role NAME=ROUTE       a route for people with a role, such as adviser=GET:/api/clients/ada/plan
  --page PATH             a page that the service renders for who is known, such as /plan
  --export PATH           a guarded GET that tells people what it keeps of them, such as /api/export
  --neighbour URL         the origin of another service of the deployment (default: from the bank's list)

Tokens: the key, or a login, or both
  --secret TEXT           the deployment's secret (better: LATCHKEY_SECRET, which stands in no list of processes)
  --keys FILE             a JWK Set that holds the signing key, HS256 or ES256
  --bank URL              the real bank: its list of services, and with a login sessions that end there
  --username NAME         somebody who can log in there
  --password TEXT         (better: LATCHKEY_PASSWORD)
  --issuer URL            the bank's public origin (default: the bank's entry in its list, else of --bank)

The bank's side
  --play-bank PORT        stands for the bank on this port of 127.0.0.1; start the service with BANK_URL=http://127.0.0.1:PORT

How
  --token-ttl SECONDS     TOKEN_TTL of the deployment (900)
  --write-within SECONDS  staleness that a write bears (300)
  --sensitive-within SECONDS  staleness that a sensitive route bears (15)
  --ended-within SECONDS  in which the end of a session counts everywhere (1)
  --patience SECONDS      for one answer (5)
  --quick                 the 40 probes that matter first, of each some kinds only: under 10 s
  --only ID,ID            some of the probes, or chapters of them
  --json FILE             the results for machines
  --junit FILE            the results for what shows tests, as JUnit writes them
  --list                  names the probes, by chapters, and ends
  --help                  this

Exit code: 0 all passed, 1 something failed, 2 it could not begin. Probes that lack what they need are skipped, and reported as skipped.
The service gets wrong tokens, and logouts of sessions made for the purpose; run it where that may be.`;

/** What is probed, with what, and how patiently; times in seconds. */
export interface Options {
  readonly url: URL;
  readonly origin: string | undefined;
  readonly audience: string | undefined;
  readonly path: string;
  readonly write: Route | undefined;
  readonly sensitive: Route | undefined;
  readonly role: RoleRoute | undefined;
  readonly exported: string | undefined;
  readonly neighbours: readonly string[];
  readonly secret: string | undefined;
  readonly keys: string | undefined;
  readonly bank: URL | undefined;
  readonly login: { username: string; password: string } | undefined;
  readonly issuer: string | undefined;
  readonly playBank: number | undefined;
  readonly tokenTtl: number;
  readonly writeWithin: number;
  readonly sensitiveWithin: number;
  readonly endedWithin: number;
  readonly patience: number;
  /** A page that the service renders. */
  readonly page: string | undefined;
  /** Of each probe some kinds only. */
  readonly isQuick: boolean;
  /** Ids of probes; all when empty. */
  readonly only: readonly string[];
  readonly json: string | undefined;
  readonly junit: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the options of the command line, with secrets from the environment (LATCHKEY_SECRET, LATCHKEY_PASSWORD).
 *
 * @returns `'help'` or `'list'` where `--help` or `--list` asks for nothing else
 * @throws {UsageError} if an option is missing, unknown or of another form; the message never holds a secret
 */
export function readOptions(args: readonly string[], env: Environment): Options | 'help' | 'list' {
  const values = parsed(args);
  if (values.help === true) return 'help';
  if (values.list === true) return 'list';
  if (values.url === undefined) throw new UsageError('--url is missing: the service to probe');
  const secret = values.secret ?? env['LATCHKEY_SECRET'];
  if (secret !== undefined && values.keys !== undefined) throw new UsageError('the secret and --keys are both given');
  const isQuick = values.quick === true;
  const { ids: only, unknown } = probesNamed(values.only?.split(',') ?? (isQuick ? QUICK : []));
  if (unknown.length > 0) throw new UsageError(`--only names no probe: ${unknown.join(', ')}. --list names all`);
  const options: Options = {
    url: url('--url', values.url),
    origin: values.origin === undefined ? undefined : url('--origin', values.origin).origin,
    audience: values.audience,
    path: values.path,
    write: route('--write', values.write),
    sensitive: route('--sensitive', values.sensitive),
    role: role('--role', values.role),
    exported: values.export,
    neighbours: (values.neighbour ?? []).map((one) => url('--neighbour', one).origin),
    secret,
    keys: values.keys,
    bank: values.bank === undefined ? undefined : url('--bank', values.bank),
    login: login(values, env),
    issuer: values.issuer === undefined ? undefined : url('--issuer', values.issuer).origin,
    playBank: values['play-bank'] === undefined ? undefined : whole('--play-bank', values['play-bank'], 65_535),
    tokenTtl: whole('--token-ttl', values['token-ttl']),
    writeWithin: whole('--write-within', values['write-within']),
    sensitiveWithin: whole('--sensitive-within', values['sensitive-within']),
    endedWithin: whole('--ended-within', values['ended-within']),
    patience: whole('--patience', values.patience),
    page: values.page,
    isQuick,
    only,
    json: values.json,
    junit: values.junit,
  };
  const hasKey = options.secret !== undefined || options.keys !== undefined;
  if (!hasKey && options.login === undefined)
    throw new UsageError('no tokens: give LATCHKEY_SECRET or --keys, or --bank with --username and LATCHKEY_PASSWORD');
  if (options.login !== undefined && options.bank === undefined) throw new UsageError('a login needs --bank');
  if (options.playBank !== undefined && !hasKey) throw new UsageError('--play-bank needs the key, to sign as the bank');
  return options;
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{ url: text, origin: text, audience: text, path: { ...text, default: '/api/me' }, write: text },
        ...{
          sensitive: text,
          role: text,
          export: text,
          page: text,
          neighbour: { ...text, multiple: true },
          secret: text,
          keys: text,
          bank: text,
        },
        ...{ username: text, password: text, issuer: text, 'play-bank': text, only: text, json: text, junit: text },
        'token-ttl': { ...text, default: '900' },
        'write-within': { ...text, default: '300' },
        'sensitive-within': { ...text, default: '15' },
        'ended-within': { ...text, default: '1' },
        patience: { ...text, default: '5' },
        quick: { type: 'boolean' },
        list: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function login(values: { username?: string; password?: string }, env: Environment): Options['login'] {
  const password = values.password ?? env['LATCHKEY_PASSWORD'];
  if (values.username === undefined && values.password !== undefined)
    throw new UsageError('--password is given, --username is not: add it');
  if (values.username === undefined) return undefined;
  if (password === undefined) throw new UsageError('the password is missing: LATCHKEY_PASSWORD');
  return { username: values.username, password };
}

function url(name: string, text: string): URL {
  if (URL.canParse(text) && /^https?:/.test(text)) return new URL(text);
  throw new UsageError(`${name} is no http or https address: ${text}`);
}

function whole(name: string, text: string, most = 31_536_000): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new UsageError(`${name} is no whole number from 1 to ${most}: ${text}`);
}

function route(name: string, text: string | undefined): Route | undefined {
  if (text === undefined) return undefined;
  const [, method = '', path = '', json] = /^([A-Z]+):(\/[^:]*)(?::(.+))?$/s.exec(text) ?? [];
  if (method === '') throw new UsageError(`${name} is no METHOD:/path or METHOD:/path:json: ${text}`);
  return { method, path, ...(json !== undefined && { json }) };
}

function role(name: string, text: string | undefined): RoleRoute | undefined {
  if (text === undefined) return undefined;
  const [, wanted, rest] = /^([a-z][a-z0-9-]{0,31})=(.+)$/s.exec(text) ?? [];
  if (wanted === undefined) throw new UsageError(`${name} is no NAME=METHOD:/path: ${text}`);
  return { name: wanted, route: route(name, rest)! };
}
