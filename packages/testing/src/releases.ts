import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as verifier from '@latchkey/verifier';
import type { KeyReport, ServicesAnswer } from '@latchkey/verifier/contract';
import type * as stores from '@latchkey/verifier/stores';

/** What somebody was given at a login, as a program (`bearer`) or in a browser. */
export interface RecordedLogin {
  /** Which kind of token, or that the session is over. */
  readonly what: string;
  readonly username: string;
  readonly transport: 'bearer' | 'cookie';
  readonly version: 1 | 2;
  readonly sid: string;
  readonly sub: string;
  readonly access: string;
  readonly refresh: string;
}

/** The rows of one table, as PostgreSQL writes them in JSON. */
export interface RecordedTable {
  readonly table: string;
  readonly rows: readonly object[];
}

/** What a release wrote when `npm run record-release` ran it, for the tests of those that come after it. */
export interface RecordedRelease {
  readonly name: string;
  readonly settings: {
    /** When it was recorded: milliseconds since 1970. Its tokens are valid at that moment. */
    readonly at: number;
    readonly issuer: string;
    /** Of every account. */
    readonly password: string;
    readonly refreshSecret: string;
    /** The files that `npm run keys` wrote. */
    readonly keys: { readonly bank: object; readonly verify: object };
    readonly registry: readonly object[];
    /** Session whose logout at retirement the bank was not told of. */
    readonly pendingLogout: string;
    /** Whose account was deleted. */
    readonly leaver: string;
  };
  readonly answers: {
    readonly logins: readonly RecordedLogin[];
    /** Answers of the revocation feed, and to which question. */
    readonly feed: readonly { readonly what: string; readonly text: string }[];
    /** Logouts that retirement told the bank of. */
    readonly deliveries: readonly { readonly path: string; readonly body: { readonly proof: string } }[];
    /** What a logout at retirement set in a browser. */
    readonly logoutCookies: readonly string[];
    readonly keyReports: Readonly<Record<'bank' | 'retirement', KeyReport>>;
    readonly services: Readonly<Record<'bank' | 'retirement', ServicesAnswer>>;
    readonly jwks: object;
    readonly me: object;
    readonly sessions: object;
  };
  readonly tables: Readonly<Record<'bank' | 'retirement', readonly RecordedTable[]>>;
  /** Names of its migrations, each with a hash of its SQL. */
  readonly migrations: Readonly<Record<string, string>>;
  /** Its verifier, as it was built. */
  readonly verifier: () => Promise<typeof verifier>;
  /** The stores of its verifier. */
  readonly stores: () => Promise<typeof stores>;
}

/** Tokens that were signed once, of every kind, with the verdict that every release has on them. They are never written again. */
export interface RecordedVerdicts {
  /** Seconds since 1970. */
  readonly at: number;
  readonly rules: { readonly issuer: string; readonly audience: string; readonly tokenTtl: number };
  readonly keys: readonly object[];
  readonly tokens: readonly {
    readonly version: number;
    readonly what: string;
    readonly verdict: string;
    readonly token: string;
  }[];
}

const folder = fileURLToPath(new URL('../releases/', import.meta.url));

export const recordedVerdicts: RecordedVerdicts = JSON.parse(readFileSync(join(folder, 'tokens.json'), 'utf8'));

/** Every release that is recorded. */
export const releases: readonly RecordedRelease[] = readdirSync(folder)
  .filter((name) => existsSync(join(folder, name, 'release.json')))
  .map(readRelease);

function readRelease(name: string): RecordedRelease {
  const read = (file: string): never => JSON.parse(readFileSync(join(folder, name, `${file}.json`), 'utf8')) as never;
  const load = (file: string): Promise<never> =>
    import(pathToFileURL(join(folder, name, `${file}.bundle.js`)).href) as Promise<never>;
  return {
    name,
    settings: read('settings'),
    answers: read('answers'),
    tables: read('tables'),
    migrations: read('migrations'),
    verifier: () => load('verifier'),
    stores: () => load('stores'),
  };
}

/** What the operator of a recorded deployment gives to a service of a later release: its secrets and files. */
export function environmentOfRelease({ settings }: RecordedRelease, service: 'bank' | 'retirement') {
  const files = mkdtempSync(join(tmpdir(), 'latchkey-release-'));
  const write = (name: string, content: unknown): string => {
    writeFileSync(join(files, name), JSON.stringify(content), { mode: 0o600 });
    return join(files, name);
  };
  return {
    env: {
      JWT_SECRET: undefined,
      JWT_KEYS_FILE: write('keys.json', service === 'bank' ? settings.keys.bank : settings.keys.verify),
      SSO_REGISTRY_FILE: write('registry.json', settings.registry),
      REFRESH_SECRET: settings.refreshSecret,
    },
    remove: (): void => rmSync(files, { recursive: true }),
  };
}
