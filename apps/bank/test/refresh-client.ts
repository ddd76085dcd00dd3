import type { Response, Test } from 'supertest';
import { browserLogin, login, OWN_ORIGIN, type Bank } from './bank.js';

/** What the bank's own page sends along. */
export const OWN_PAGE = { 'Sec-Fetch-Site': 'same-origin', Origin: OWN_ORIGIN };
/** What retirement's page sends along. */
export const HOUSE_PAGE = { 'Sec-Fetch-Site': 'same-site', Origin: 'http://retirement.demo.localhost:3002' };

export const REFRESH_COOKIE = '__Host-latchkey-refresh';

export interface Tokens {
  access_token: string;
  refresh_token: string;
}

export async function tokensOf(bank: Bank, username = 'ada'): Promise<Tokens> {
  return (await login(bank, username).expect(200)).body as Tokens;
}

/** The tokens that a browser keeps as cookies. */
export async function pageTokensOf(bank: Bank, username = 'ada'): Promise<Tokens> {
  return cookieTokens(await browserLogin(bank, username).expect(200));
}

/** The tokens that an answer set as cookies. */
export function cookieTokens({ headers }: Pick<Response, 'headers'>): Tokens {
  const set = (headers['set-cookie'] ?? []) as unknown as string[];
  const named = (name: string) =>
    set
      .find((one) => one.startsWith(`${name}=`))!
      .split(';')[0]!
      .slice(name.length + 1);
  return { access_token: named('__Secure-latchkey'), refresh_token: named(REFRESH_COOKIE) };
}

/** A refresh as a program sends it. */
export function refresh({ request }: Bank, refresh_token: string): Test {
  return request.post('/api/refresh').send({ refresh_token });
}

/** A refresh as a page sends it. */
export function pageRefresh({ request }: Bank, refreshToken: string, headers: object = OWN_PAGE, more = ''): Test {
  return request
    .post('/api/refresh')
    .set({ ...headers, Cookie: `${REFRESH_COOKIE}=${refreshToken}${more}` })
    .send({});
}

export function claimsOf(
  accessToken: string,
): Record<string, string> & { iat: number; exp: number; auth_time: number } {
  return JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString());
}

export const sidOf = (refreshToken: string): string => refreshToken.split('.')[2]!;
export const generationOf = (refreshToken: string): number => Number(refreshToken.split('.')[3]);

/** The parts of an answer that tell what became of a refresh. */
export function told({ status, body, headers }: Awaited<Test>) {
  return { status, code: body.code, endReason: body.endReason, cookies: headers['set-cookie'] as unknown };
}
