import { expect } from '@playwright/test';
import { users } from '../stack/bank-commands.js';
import type { Stack } from '../stack/stack.js';

/** Gives or takes a role, as an operator does. */
export async function changeRole(
  stack: Pick<Stack, 'bank' | 'registry'>,
  change: 'grant' | 'revoke',
  username: string,
  role: string,
): Promise<void> {
  const env = { DATABASE_URL: stack.bank.database, SSO_REGISTRY_FILE: stack.registry };
  expect(await users([change, username, role], env)).toMatchObject({ code: 0 });
}
