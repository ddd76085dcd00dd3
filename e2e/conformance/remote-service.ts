import { ownPage } from '../house/persona.js';
import { bytesOf, sendBytes, type Answer, type Peer } from '../house/wire.js';

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

/** A service, called over bare sockets: a client library would refuse or repair half of what is sent. */
export class RemoteService {
  readonly url: URL;
  /** The origin of its pages, as the registry names it. */
  readonly origin: string;
  /** The guarded GET that is asked. */
  readonly path: string;
  questions = 0;
  /** Whatever no answer may be, to whichever question. */
  readonly disgraces: string[] = [];
  /** The words of each refusal `token_invalid`, without the request's id. */
  readonly refusals = new Set<string>();
  /** Whether an answer had a code, as the house's refusals do. */
  hasCodes = false;
  readonly #peer: Peer;
  readonly #patience: number;

  /** @param patience milliseconds for an answer */
  constructor(url: URL, origin: string, path: string, patience: number) {
    this.#patience = patience;
    this.url = url;
    this.origin = origin;
    this.path = path;
    const isSecure = url.protocol === 'https:';
    // Nobody looks up names below localhost but browsers.
    const host = /(^|\.)localhost$/.test(url.hostname) ? '127.0.0.1' : url.hostname;
    this.#peer = { host, port: Number(url.port) || (isSecure ? 443 : 80), isSecure };
  }

  /** The guarded GET with these headers. */
  read(headers: readonly (readonly [string, string])[], query = ''): Promise<Answer | null> {
    return this.ask({ path: this.path + query, headers });
  }

  /** A guarded unsafe route, as its own page calls it. */
  write({ method, path, json }: Route, headers: readonly (readonly [string, string])[]): Promise<Answer | null> {
    return this.ask({ method, path, headers, ownPage: true, ...(json !== undefined && { body: json }) });
  }

  /** Asks anything; `null` is a closed connection or none at all, which is a disgrace already noted. */
  async ask(question: Question): Promise<Answer | null> {
    const { method = 'GET', path, headers = [], body, host = this.url.host, deadline = this.#patience } = question;
    const page = question.ownPage === true ? ownPage({ url: this.origin }) : [];
    const type = body !== undefined && !headers.some(([name]) => /^content-type$/i.test(name));
    const all = [...page, ...(type ? [['Content-Type', 'application/json'] as const] : []), ...headers];
    const bytes = bytesOf({ method, path, host, headers: all, ...(body !== undefined && { body }) });
    try {
      this.questions += 1;
      const answer = await sendBytes(this.#peer, bytes, deadline);
      this.#note(`${method} ${path.split('?')[0]}`, answer);
      return answer;
    } catch (error) {
      this.disgraces.push(`${method} ${path.split('?')[0]}: ${(error as Error).message}`);
      return null;
    }
  }

  #note(what: string, answer: Answer | null): void {
    if (answer === null) return void this.disgraces.push(`${what}: the connection was closed without an answer`);
    const { status } = answer;
    if (status >= 500 || Number.isNaN(status)) this.disgraces.push(`${what}: ${status}`);
    if (status >= 300 && status < 400 && status !== 304) this.disgraces.push(`${what}: redirects with ${status}`);
    const code = codeOf(answer);
    if (code !== '') this.hasCodes = true;
    if (code === 'token_invalid') this.refusals.add(answer.body.replace(/"requestId":"[^"]*"/, ''));
  }
}

/** `200`, or status and code of a refusal, or what there was instead. */
export function verdictOf(answer: Answer | null): string {
  if (answer === null) return 'no answer';
  const code = codeOf(answer);
  return code === '' ? String(answer.status) : `${answer.status} ${code}`;
}

export function codeOf({ body }: Pick<Answer, 'body'>): string {
  try {
    const { code } = JSON.parse(body) as { code?: unknown };
    return typeof code === 'string' ? code : '';
  } catch {
    return '';
  }
}

export const isGood = (answer: Answer | null): boolean =>
  answer !== null && answer.status >= 200 && answer.status < 300;
