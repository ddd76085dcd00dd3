import { randomBytes } from 'node:crypto';
import { escapeIdentifier, escapeLiteral } from 'pg';
import type { ClientConfig } from 'pg';
import { withClient } from './database-roles.js';

const HELPER = 'latchkey-rename';

/**
 * Sees to it that the superuser can log in. Where a release that knew one role only has made the server, the service's own
 * role is the server's first superuser, which can never be less: it is renamed, and the name is free for a role without rights.
 */
export async function ensureSuperuser(superuser: ClientConfig, former: ClientConfig): Promise<void> {
  const refusal = await refusalOf(superuser);
  if (refusal === undefined) return;
  if (!(await isSuperuser(former))) throw refusal;
  const password = randomBytes(24).toString('base64url');
  const helper = { ...former, user: HELPER, password };
  await withClient(former, async (client) => {
    const known = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [HELPER]);
    const act = known.rowCount === 0 ? 'CREATE' : 'ALTER';
    await client.query(`${act} ROLE ${escapeIdentifier(HELPER)} SUPERUSER LOGIN PASSWORD ${escapeLiteral(password)}`);
  });
  await withClient(helper, async (client) => {
    const name = escapeIdentifier(superuser.user!);
    const secret = escapeLiteral(String(superuser.password));
    // Both or neither: under one name with the other's password nobody could log in.
    await client.query(
      `BEGIN; ALTER ROLE ${escapeIdentifier(former.user!)} RENAME TO ${name}; ALTER ROLE ${name} PASSWORD ${secret}; COMMIT`,
    );
  });
  await withClient(superuser, (client) => client.query(`DROP ROLE ${escapeIdentifier(HELPER)}`));
}

async function refusalOf(config: ClientConfig): Promise<unknown> {
  try {
    await withClient(config, (client) => client.query('SELECT 1'));
    return undefined;
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('28') === true) return error;
    throw error;
  }
}

async function isSuperuser(config: ClientConfig): Promise<boolean> {
  const ask = 'SELECT rolsuper AS "isSuper" FROM pg_roles WHERE rolname = current_user';
  return withClient(config, (client) => client.query<{ isSuper: boolean }>(ask)).then(
    ({ rows }) => rows[0]!.isSuper,
    () => false,
  );
}
