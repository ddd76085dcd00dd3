const PASSWORD = 'correct-horse-battery-staple';

/** Sends JSON; answers status and body, with status 0 if nobody answers. */
export async function send(url, { body, token, method = body === undefined ? 'GET' : 'POST' } = {}) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  try {
    const answer = await fetch(url, {
      method,
      headers,
      signal: AbortSignal.timeout(15_000),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
  } catch (error) {
    return { status: 0, body: { code: error.name } };
  }
}

/** Somebody new, who is logged in. */
export async function join(bank, username) {
  await send(`${bank}/api/register`, { body: { username, password: PASSWORD } });
  return logIn(bank, username);
}

/** A new session of somebody: both tokens and the sid. */
export async function logIn(bank, username) {
  const { status, body } = await send(`${bank}/api/login`, { body: { username, password: PASSWORD } });
  if (status !== 200) throw new Error(`the login of ${username} was answered with ${status} ${body.code}`);
  return { username, ...tokensOf(body) };
}

/** Renews a session by a refresh token. */
export const refresh = (bank, refreshToken) => send(`${bank}/api/refresh`, { body: { refresh_token: refreshToken } });

/** The tokens of an answer. */
export function tokensOf({ access_token: token, refresh_token: refreshToken }) {
  const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
  return { token, refreshToken, sid: claims.sid, claims };
}
