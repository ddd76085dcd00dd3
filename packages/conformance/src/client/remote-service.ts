import { ownPage } from './credentials.js';
import { encodeRequest, sendRaw, type Peer } from './raw-http.js';
import { withRefreshCookie } from './refresh-cookie.js';
import { EventStream } from './event-stream.js';
import { codeOf, type Exchange, type Finding } from './exchange.js';

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly json?: string;
}

export interface Question {
  readonly method?: string;
  readonly path: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  /** Calls as a page of the service itself does. */
  readonly ownPage?: boolean;
  readonly host?: string;
  /** Milliseconds. */
  readonly deadline?: number;
  /** A redirect is what is asked for. */
  readonly mayRedirect?: boolean;
}

/** Where a service tells a page of the end of its session. */
export const STREAM = '/api/session/stream';

/** So many questions in a row without an answer: nobody is there any more, and the run comes to its end. */
const MOST_SILENCES = 30;

/** A service, called over bare sockets: a client library would refuse or repair half of what is sent. */
export class RemoteService {
  readonly url: URL;
  /** The origin of its pages, as the registry names it. */
  readonly origin: string;
  /** The guarded GET that is asked. */
  readonly path: string;
  questions = 0;
  /** Whatever no answer may be, to whichever question. */
  readonly violations: Finding[] = [];
  /** Each error `token_invalid`. */
  readonly problems: Exchange[] = [];
  /** Whether an answer had a code, as the contract's errors have. */
  hasCodes = false;
  readonly #peer: Peer;
  /** Milliseconds for an answer. */
  readonly patience: number;
  /** Where a proxy serves it below a path of its own. */
  readonly #below: string;
  #silences = 0;

  readonly #isIssuer: boolean;

  constructor(url: URL, origin: string, path: string, patience: number, isIssuer = false) {
    this.#isIssuer = isIssuer;
    this.patience = patience;
    this.url = url;
    this.origin = origin;
    this.path = path;
    this.#below = url.pathname.replace(/\/+$/, '');
    const isSecure = url.protocol === 'https:';
    const name = url.hostname.replace(/^\[|\]$/g, '');
    // Nobody looks up names below localhost but browsers.
    const host = /(^|\.)localhost$/.test(name) ? '127.0.0.1' : name;
    this.#peer = { host, name, port: Number(url.port) || (isSecure ? 443 : 80), isSecure };
  }

  /** Where it is reached, as it was given to the probes. */
  get address(): string {
    return this.url.origin + this.#below;
  }

  /** The guarded GET with these headers. */
  read(headers: readonly (readonly [string, string])[], query = ''): Promise<Exchange> {
    return this.ask({ path: this.path + query, headers });
  }

  /** A guarded unsafe route, as its own page calls it. */
  write({ method, path, json }: Route, headers: readonly (readonly [string, string])[]): Promise<Exchange> {
    return this.ask({ method, path, headers, ownPage: true, ...(json !== undefined && { body: json }) });
  }

  /** Opens the stream of a session; what answers is not judged here. */
  stream(headers: readonly (readonly [string, string])[]): EventStream {
    this.questions += 1;
    const all = [['Accept', 'text/event-stream'] as const, ...this.#carried(headers)];
    const request = { method: 'GET', path: `${this.#below}${STREAM}`, host: this.url.host, headers: all };
    return new EventStream(this.#peer, request);
  }

  /** Asks anything; that there is no answer is a disgrace already noted. */
  async ask(question: Question): Promise<Exchange> {
    const { method = 'GET', path, headers = [], body, host = this.url.host, deadline = this.patience } = question;
    const { mayRedirect = false } = question;
    const page = question.ownPage === true ? ownPage({ url: this.origin }) : [];
    const type = body !== undefined && !headers.some(([name]) => /^content-type$/i.test(name));
    const all = [...page, ...(type ? [['Content-Type', 'application/json'] as const] : []), ...this.#carried(headers)];
    // As clients do, and some servers demand it (RFC 9110 §8.6).
    const sent = body ?? (method.startsWith('P') ? '' : undefined);
    const request = { method, path: this.#below + path, host, headers: all, ...(sent !== undefined && { body: sent }) };
    const exchange = { peer: this.#peer, request };
    if (this.#silences >= MOST_SILENCES) return { ...exchange, answer: null };
    try {
      this.questions += 1;
      const answer = await sendRaw(this.#peer, encodeRequest(request), deadline, method);
      this.#silences = 0;
      this.#note({ ...exchange, answer }, mayRedirect);
      return { ...exchange, answer };
    } catch (error) {
      const silent = { ...exchange, answer: null };
      this.#violated(wordsOf(error as NodeJS.ErrnoException), silent);
      this.#silences += 1;
      if (this.#silences === MOST_SILENCES)
        this.violations.unshift({
          kind: `${MOST_SILENCES} questions in a row had no answer`,
          seen: 'it was asked no more',
        });
      return silent;
    }
  }

  /** The bank looks at an access cookie only next to the refresh cookie of its session. */
  #carried(headers: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
    return this.#isIssuer ? withRefreshCookie(headers) : headers;
  }

  #violated(seen: string, exchange: Exchange): void {
    const { method = 'GET', path } = exchange.request;
    this.violations.push({ kind: `${method} ${path.slice(this.#below.length).split('?')[0]}`, seen, exchange });
  }

  #note(exchange: Exchange, mayRedirect: boolean): void {
    const { answer, request } = exchange;
    if (answer === null) return this.#violated('the connection was closed without an answer', exchange);
    const { status } = answer;
    // A server may say of a method that it has nowhere that it does not know it (RFC 9110 §15.6.2).
    const isUnknownMethod = status === 501 && request.method === 'OPTIONS';
    if ((status >= 500 && !isUnknownMethod) || Number.isNaN(status)) this.#violated(String(status), exchange);
    const isRedirect = status >= 300 && status < 400 && status !== 304;
    if (isRedirect && !mayRedirect) this.#violated(`redirects with ${status}`, exchange);
    const code = codeOf(answer);
    if (code !== '') this.hasCodes = true;
    if (code === 'token_invalid') this.problems.push(exchange);
  }
}

const UNTRUSTED = /SELF_SIGNED|UNABLE_TO|CERT_UNTRUSTED/;

function wordsOf({ message, code = '' }: NodeJS.ErrnoException): string {
  if (code === 'EPROTO') return 'it does not speak TLS; is it http?';
  const [words = ''] = message
    .replaceAll(/\s+/g, ' ')
    .replace(/; received: $/, '')
    .split('; if the root CA');
  return UNTRUSTED.test(code) ? `${words}: NODE_EXTRA_CA_CERTS=FILE names who is to be trusted` : words;
}
