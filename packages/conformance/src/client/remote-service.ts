import { ownPage } from './credentials.js';
import { encodeRequest, sendRaw, type RawResponse, type Peer } from './raw-http.js';
import { withRefreshCookie } from './refresh-cookie.js';
import { problemOf } from './problem.js';

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
}

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
  readonly violations: string[] = [];
  /** Each error `token_invalid`. */
  readonly problems: Record<string, unknown>[] = [];
  /** Whether an answer had a code, as the contract's errors have. */
  hasCodes = false;
  readonly #peer: Peer;
  /** Milliseconds for an answer. */
  readonly patience: number;
  /** Where a proxy serves it below a path of its own. */
  readonly #below: string;
  #silences = 0;

  /** The bank: it looks at an access cookie only next to the refresh cookie of its session. */
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
  read(headers: readonly (readonly [string, string])[], query = ''): Promise<RawResponse | null> {
    return this.ask({ path: this.path + query, headers });
  }

  /** A guarded unsafe route, as its own page calls it. */
  write({ method, path, json }: Route, headers: readonly (readonly [string, string])[]): Promise<RawResponse | null> {
    return this.ask({ method, path, headers, ownPage: true, ...(json !== undefined && { body: json }) });
  }

  /** Asks anything; `null` is a closed connection or none at all, which is a disgrace already noted. */
  async ask(question: Question): Promise<RawResponse | null> {
    const { method = 'GET', path, headers = [], body, host = this.url.host, deadline = this.patience } = question;
    const carried = this.#isIssuer ? withRefreshCookie(headers) : headers;
    const page = question.ownPage === true ? ownPage({ url: this.origin }) : [];
    const type = body !== undefined && !headers.some(([name]) => /^content-type$/i.test(name));
    const all = [...page, ...(type ? [['Content-Type', 'application/json'] as const] : []), ...carried];
    // As clients do, and some servers demand it (RFC 9110 §8.6).
    const sent = body ?? (method.startsWith('P') ? '' : undefined);
    const bytes = encodeRequest({
      method,
      path: this.#below + path,
      host,
      headers: all,
      ...(sent !== undefined && { body: sent }),
    });
    if (this.#silences >= MOST_SILENCES) return null;
    try {
      this.questions += 1;
      const answer = await sendRaw(this.#peer, bytes, deadline, method);
      this.#silences = 0;
      this.#note(`${method} ${path.split('?')[0]}`, answer);
      return answer;
    } catch (error) {
      this.violations.push(`${method} ${path.split('?')[0]}: ${wordsOf(error as NodeJS.ErrnoException)}`);
      this.#silences += 1;
      if (this.#silences === MOST_SILENCES)
        this.violations.unshift(`${MOST_SILENCES} questions in a row had no answer: it was asked no more`);
      return null;
    }
  }

  #note(what: string, answer: RawResponse | null): void {
    if (answer === null) return void this.violations.push(`${what}: the connection was closed without an answer`);
    const { status } = answer;
    // A server may say of a method that it has nowhere that it does not know it (RFC 9110 §15.6.2).
    const isUnknownMethod = status === 501 && what.startsWith('OPTIONS ');
    if ((status >= 500 && !isUnknownMethod) || Number.isNaN(status)) this.violations.push(`${what}: ${status}`);
    if (status >= 300 && status < 400 && status !== 304) this.violations.push(`${what}: redirects with ${status}`);
    const code = codeOf(answer);
    if (code !== '') this.hasCodes = true;
    if (code === 'token_invalid') this.problems.push(problemOf(answer) ?? {});
  }
}

/** `200`, or status and code of an error, or what there was instead. */
export function verdictOf(answer: RawResponse | null): string {
  if (answer === null) return 'no answer';
  const code = codeOf(answer);
  return code === '' ? String(answer.status) : `${answer.status} ${code}`;
}

function codeOf(answer: RawResponse): string {
  const code = problemOf(answer)?.['code'];
  return typeof code === 'string' ? code : '';
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

export const isGood = (answer: RawResponse | null): boolean =>
  answer !== null && answer.status >= 200 && answer.status < 300;
