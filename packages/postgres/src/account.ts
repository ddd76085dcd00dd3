import { execFile, type ExecFileOptions } from 'node:child_process';
import { chown, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { closedFolders, opened } from './closed-folders.js';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';

const run = promisify(execFile);
const nobody = 65_534;

/** As whom PostgreSQL's programs run: they refuse root. */
export interface Account {
  /** Whose processes and files they are as the machine sees it; undefined: our own. */
  readonly uid: number | undefined;
  run(file: string, args: string[]): Promise<{ stdout: string; stderr: string }>;
  /** Gives a file or folder that we made to the account. */
  own(path: string): Promise<void>;
}

/**
 * Chooses the account. Root becomes uid 65534: as it is, where that one reaches the files; else in a view of the file system in
 * which the closed folders above them (a home of mode 0700) hold nothing but the way to them. Where neither is permitted,
 * uid 65534 inside a user namespace, which is root's outside. A folder that already belongs to somebody else stays theirs.
 */
export async function chooseAccount(postgres: string, dataDir: string): Promise<Account> {
  if (process.getuid?.() !== 0) return account({});
  const { uid, gid } = await stat(dataDir);
  const other = uid === 0 ? { uid: nobody, gid: nobody } : { uid, gid };
  const asOther = account(other, (path) => chown(path, other.uid, other.gid));
  const closed = uid === 0 ? await closedFolders([dirname(postgres), dataDir]) : [];
  if (closed.length === 0 && (await works(asOther, postgres))) return asOther;
  if (uid === 0) {
    const native = dirname(dirname(postgres));
    const inView = {
      ...asOther,
      run: (file: string, args: string[]) => execute(...opened(closed, [native, dataDir], other, file, args)),
    };
    if (closed.length > 0 && (await works(inView, postgres))) return inView;
    if (await works(inNamespace, postgres)) return inNamespace;
    if (await works(asOther, postgres)) return asOther;
  }
  throw new EmbeddedPostgresError(
    'root_refused',
    `PostgreSQL refuses to run as root, ${uid === 0 ? 'user namespaces are closed here, and ' : ''}uid ${other.uid} cannot read ` +
      `${postgres}. Run as an ordinary user, or from a folder that everyone may read, or give a database URL.`,
  );
}

const inNamespace: Account = {
  // Root's, outside.
  uid: 0,
  run: (file, args) =>
    execute('unshare', ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--', file, ...args]),
  own: async () => {},
};

function account(identity: ExecFileOptions, own: Account['own'] = async () => {}): Account {
  return { uid: identity.uid, run: (file, args) => execute(file, args, identity), own };
}

// A bare environment: PGPORT, PGDATA or a locale of the caller must not reach the server.
function execute(file: string, args: string[], identity: ExecFileOptions = {}) {
  const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  return run(file, args, { ...identity, env, cwd: '/', windowsHide: true, encoding: 'utf8' });
}

async function works(candidate: Account, postgres: string): Promise<boolean> {
  return candidate.run(postgres, ['--version']).then(
    () => true,
    () => false,
  );
}
