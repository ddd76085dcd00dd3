import { Database } from '@latchkey/service';
import { tokenFor } from '@latchkey/testing';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { login, PASSWORD, type Bank } from './bank.js';

/** Somebody who has just logged in. */
export interface SignedIn {
  readonly token: string;
  readonly sid: string;
  readonly sub: string;
  readonly headers: { readonly Authorization: string };
  /** The same as a browser sends it; the bank looks at the access cookie only next to the refresh cookie of its session. */
  readonly cookies: { readonly Cookie: string };
}

export async function signIn(
  bank: Bank,
  username: string,
  { password = PASSWORD, agent = 'curl/8', address = '192.0.2.1' } = {},
): Promise<SignedIn> {
  const { body } = await login(bank, username, password, address).set('User-Agent', agent).expect(200);
  return signedIn(body.access_token as string);
}

export function signedIn(token: string): SignedIn {
  const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as AccessTokenClaims;
  const { sid, sub } = claims;
  // A program's token counts in no cookie.
  const travelling = claims.ver === 2 ? tokenFor({ ...claims, trv: 'cookie' }) : token;
  const cookies = { Cookie: `__Secure-latchkey=${travelling}; __Host-latchkey-refresh=v1.kid.${sid}.1.seed.mac` };
  return { token, sid, sub, headers: { Authorization: `Bearer ${token}` }, cookies };
}

export function sql<R>(bank: Bank, text: string, params: unknown[] = []): Promise<R[]> {
  return bank.app.get(Database).query<R[]>(text, params);
}

/** Why a session ended; null while it has not. */
export async function endOf(bank: Bank, { sid }: Pick<SignedIn, 'sid'>): Promise<string | null> {
  const rows = await sql<{ end_reason: string | null; ended_at: Date | null }>(
    bank,
    'SELECT end_reason, ended_at FROM sessions WHERE id = $1',
    [sid],
  );
  if (rows.length !== 1) throw new Error('there is no such session');
  return rows[0]!.end_reason;
}

/** The kinds and details of what is recorded of a person, oldest first. */
export function eventsOf(bank: Bank, { sub }: Pick<SignedIn, 'sub'>) {
  return sql<{ kind: string; session_id: string | null; detail: Record<string, string>; request_id: string | null }>(
    bank,
    'SELECT kind, session_id, detail, request_id FROM events WHERE user_id = $1 ORDER BY at, id',
    [sub],
  );
}
