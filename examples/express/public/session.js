// What a front end of one's own does about the session: renew, go to the login, log out, lock.

/** The bank's public address, as the deployment's list of services has it. */
const bank = fetch('/api/services')
  .then((response) => response.json())
  .then(({ services }) => services.find(({ id }) => id === 'bank').url);

let renewal;
/** Asks the bank for a newer token, once for all who wait; false if the session is over. */
function renew() {
  renewal ??= bank
    .then((url) => fetch(new URL('/api/refresh', url), { method: 'POST', credentials: 'include' }))
    .then((response) => {
      if (response.ok || response.status === 401) return response.ok;
      throw new Error('The bank does not answer. Nobody was logged out: try again.');
    })
    .finally(() => (renewal = undefined));
  return renewal;
}

export async function logIn() {
  const page = new URL('/login', await bank);
  page.searchParams.set('return_to', location.href);
  location.assign(page);
}

/** Like fetch, for the own service: renews where a newer token helps, and goes to the login where none does. */
export async function ask(path, options) {
  const response = await fetch(path, options);
  if (response.status !== 401) return response;
  const { code } = await response.clone().json();
  if (code !== 'session_ended' && code !== 'clock_skew' && (await renew())) return fetch(path, options);
  await logIn();
  return response;
}

export async function logOut() {
  await ask('/api/logout', { method: 'POST' });
  await logIn();
}

/** Locks this page within a second after the session ended, wherever that was. */
export function lockOnEnd() {
  const stream = new EventSource('/api/session/stream');
  stream.addEventListener('end', async ({ data }) => {
    stream.close();
    if (JSON.parse(data).code === 'session_ended' || !(await renew())) return logIn();
    lockOnEnd();
  });
}
