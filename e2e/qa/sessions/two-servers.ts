import type { Target } from '../../stack/request.js';
import { until } from '../../stack/clock.js';
import { freePort } from '../../stack/free-port.js';
import { projectRoot } from '../../stack/paths.js';
import { start } from '../../stack/process.js';
import { encodeRequest, sendRaw } from '@latchkey/conformance/client';

/** Two services whose logins live in express-session, each with its own memory: what one login for all replaces. */
export interface TwoServers {
  readonly first: Target;
  readonly second: Target;
  readonly stop: () => Promise<void>;
}

export async function twoSessionServers(account: { username: string; password: string }): Promise<TwoServers> {
  const open = async (name: string) => {
    const port = await freePort();
    const host = `${name.toLowerCase()}.sessions.localhost:${port}`;
    const env = { PORT: String(port), NAME: name, USERNAME: account.username, PASSWORD: account.password };
    const running = start(`${projectRoot}e2e/qa/sessions/server.mjs`, env);
    return { place: { port, host, url: `http://${host}` }, running };
  };
  const [first, second] = await Promise.all([open('Bank'), open('Retirement')]);
  const stop = async (): Promise<void> => void (await Promise.all([first.running.stop(), second.running.stop()]));
  for (const { place, running } of [first, second]) {
    if ((await until(() => isReady(place), 20_000, 50)) !== undefined) continue;
    await stop();
    throw new Error(`a server with sessions did not start:\n${running.output()}`);
  }
  return { first: first.place, second: second.place, stop };
}

async function isReady({ port, host }: Target): Promise<boolean> {
  const answer = await sendRaw(port, encodeRequest({ path: '/health/ready', host })).catch(() => null);
  return answer?.status === 200;
}
