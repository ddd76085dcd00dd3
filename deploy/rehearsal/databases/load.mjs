import { setTimeout as sleep } from 'node:timers/promises';
import { logIn, refresh, send, tokensOf } from './client.mjs';

/**
 * Renews the sessions of users without pause, logs the first of them in and out, and reads at retirement with a token of theirs.
 * `stop()` answers how often each status came, for how long at most one of these failed, and which sessions were logged out.
 */
export function startLoad(url, users) {
  const told = { statuses: {}, longest: 0, renewals: 0, loggedOut: [] };
  const failingSince = new Map();
  let isOver = false;
  const count = (what, { status, body }) => {
    told.statuses[status] = (told.statuses[status] ?? 0) + 1;
    if (status === 503) failingSince.set(what, failingSince.get(what) ?? performance.now());
    else failingSince.delete(what);
    for (const since of failingSince.values()) told.longest = Math.max(told.longest, performance.now() - since);
    return { status, body };
  };
  const renew = async (user) => {
    while (!isOver) {
      const { status, body } = count(user.username, await refresh(url('bank'), user.refreshToken));
      if (status === 200) {
        Object.assign(user, tokensOf(body));
        told.renewals += 1;
      }
      await sleep(50);
    }
  };
  const comeAndGo = async () => {
    while (!isOver) {
      const session = await logIn(url('bank'), users[0].username).catch(() => undefined);
      if (session === undefined) await sleep(100);
      else {
        const { status } = count(
          'logout',
          await send(`${url('bank')}/api/logout`, { token: session.token, method: 'POST' }),
        );
        if (status === 204) told.loggedOut.push(session);
      }
    }
  };
  const lookIn = async () => {
    for (; !isOver; await sleep(50))
      count('retirement', await send(`${url('retirement')}/api/plan`, { token: users[0].token }));
  };
  const running = [...users.map(renew), comeAndGo(), lookIn()];
  return {
    stop: async () => {
      isOver = true;
      await Promise.all(running);
      return told;
    },
  };
}
