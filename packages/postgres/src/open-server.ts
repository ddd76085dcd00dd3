import { ownerOf } from './databases.js';
import { superuser } from './cluster.js';
import type { Passwords } from './passwords.js';
import { findPostmaster } from './postmaster.js';
import { stopServer, type Server } from './server.js';

/** A running embedded server. */
export interface EmbeddedPostgres {
  /** Connection URL of a service's own role to its own database. Holds a password. */
  readonly url: (database: string) => string;
  /** Connection URL of the role that owns a service's database, and migrates it. Holds a password. */
  readonly ownerUrl: (database: string) => string;
  /** Connection URL of the superuser. Holds a password. */
  readonly adminUrl: string;
  /** Stops the server, rolling back what is open. */
  readonly stop: () => Promise<void>;
  /** Ends the server as a crash does: nothing is told to anybody, nothing is written. */
  readonly kill: () => Promise<void>;
}

/** How to reach a server that runs, and to end it. */
export function openServer(server: Server, port: number, passwords: Passwords): EmbeddedPostgres {
  const url = (role: string, database: string): string =>
    `postgres://${role}:${passwords[role] ?? ''}@127.0.0.1:${port}/${database}`;
  return {
    url: (database) => url(database, database),
    ownerUrl: (database) => url(ownerOf(database), database),
    adminUrl: url(superuser, 'postgres'),
    stop: () => stopServer(server),
    kill: async () => {
      const postmaster = await findPostmaster(server.cluster);
      if (postmaster !== undefined) process.kill(postmaster.pid, 'SIGKILL');
    },
  };
}
