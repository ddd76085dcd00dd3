import type { Carrier } from '../attacks/tokens/forge.js';
import { sleep } from '../client/clock.js';
import { ACCESS_COOKIE, bearer, ownPage } from '../client/credentials.js';
import { isGood, verdictOf } from '../client/exchange.js';
import type { RemoteService } from '../client/remote-service.js';
import type { RawResponse } from '../client/raw-http.js';
import { UsageError } from '../client/usage-error.js';

/** How much longer than any other answer that of a login may take. */
const LOGIN_PATIENCE = 6;

/** How a bank says that it has too many logins to do at once, which says nothing of the service under test. */
const BUSY = [429, 503];
const ASK_AGAIN_MS = 1_000;

/** A person's login at the real bank. */
export class BankAccount {
  readonly #bank: RemoteService;
  readonly #credentials: { username: string; password: string };
  /** One after the other: each costs the bank a hash. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(bank: RemoteService, credentials: { username: string; password: string }) {
    this.#bank = bank;
    this.#credentials = credentials;
  }

  /** Opens a session of its own and answers its access token, as a program gets it or as a browser does. */
  logIn(via: Carrier = 'bearer'): Promise<string> {
    const next = this.#last.then(() => this.#logIn(via));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #logIn(via: Carrier): Promise<string> {
    const body = JSON.stringify({ ...this.#credentials, ...(via === 'cookie' && { transport: 'cookie' }) });
    const headers = via === 'cookie' ? ownPage({ url: this.#bank.origin }) : [];
    // Passwords are hashed at the lowest priority: a busy machine takes its time.
    const deadline = this.#bank.patience * LOGIN_PATIENCE;
    const ask = () => this.#bank.ask({ method: 'POST', path: '/api/login', headers, body, deadline });
    const began = performance.now();
    let login = await ask();
    while (BUSY.includes(login.answer?.status ?? 0) && performance.now() - began < deadline) {
      await sleep(ASK_AGAIN_MS);
      login = await ask();
    }
    const { answer } = login;
    if (answer === null) throw new UsageError(`the bank did not answer the login within ${deadline / 1_000} s`);
    if (!isGood(login)) throw new UsageError(`the bank refused the login: ${verdictOf(login)}`);
    const token = via === 'cookie' ? cookieOf(answer) : (JSON.parse(answer.body) as Tokens).access_token;
    if (typeof token !== 'string') throw new UsageError('the bank answered the login without an access token');
    return token;
  }

  async logOut(token: string): Promise<void> {
    const answer = await this.#bank.ask({ method: 'POST', path: '/api/logout', headers: [bearer(token)] });
    if (!isGood(answer)) throw new UsageError(`the bank refused the logout: ${verdictOf(answer)}`);
  }
}

interface Tokens {
  access_token?: unknown;
}

function cookieOf(answer: RawResponse | null): string | undefined {
  const start = `${ACCESS_COOKIE}=`;
  const line = answer?.headers.get('set-cookie')?.find((one) => one.startsWith(start));
  return line?.slice(start.length).split(';')[0];
}

/** The services that a bank names, by its list. */
export async function servicesOf(bank: RemoteService): Promise<{ id: string; url: string }[]> {
  const listed = await bank.ask({ path: '/.well-known/latchkey/services' });
  if (!isGood(listed)) throw new UsageError(`no list of services at ${bank.url.origin}: ${verdictOf(listed)}`);
  try {
    const { services } = JSON.parse(listed.answer?.body ?? '') as { services: { id: string; url: string }[] };
    if (services.every(({ id, url }) => typeof id === 'string' && URL.canParse(url))) return services;
  } catch {
    // It is no list, whatever else it is.
  }
  throw new UsageError(`what ${bank.url.origin} answers is no list of services`);
}
