import { register, type Bank } from './bank.js';
import { signIn, sql, type SignedIn } from './signed-in.js';

/** Gives a role as the command writes it; tokens from before say too little from now on. */
export async function grantRole(bank: Bank, sub: string, role: string): Promise<void> {
  await sql(
    bank,
    `WITH granted AS (INSERT INTO user_roles (user_id, role) VALUES ($1, $2))
     UPDATE users SET rights_version = rights_version + 1, rights_changed_at = clock_timestamp() WHERE id = $1`,
    [sub, role],
  );
}

/** Somebody who has just registered, and logged in with this role. */
export async function signInAs(bank: Bank, username: string, role: string): Promise<SignedIn> {
  const { body } = await register(bank, username).expect(201);
  await grantRole(bank, body.id as string, role);
  return signIn(bank, username);
}

/** A request to the support desk's API. */
export const support = (bank: Bank, step: string, { headers }: Pick<SignedIn, 'headers'>, body: object) =>
  bank.request.post(`/api/support/${step}`).set(headers).send(body);
