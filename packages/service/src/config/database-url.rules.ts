/** What is wrong with the URL of a database; neither part quotes what may be a password. */
export interface UrlError {
  readonly problem: string;
  readonly fix: string;
}

const SHAPE = 'Set it to postgres://user:password@host:5432/database.';
const ENCODE =
  'Percent-encode what is special in the user name and the password: % as %25, @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, a space as %20.';

const SSL_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];
const WHOLE = /^\d{1,9}$/;
const oneOf =
  (...values: string[]) =>
  (value: string): boolean =>
    values.includes(value);
const any = (value: string): boolean => value !== '';

/** Each parameter that may stand behind `?`, and whether a value fits. What is absent here would have no effect. */
const PARAMETERS: Readonly<Record<string, (value: string) => boolean>> = {
  host: any,
  port: (value) => WHOLE.test(value) && Number(value) > 0 && Number(value) < 65_536,
  user: any,
  password: any,
  application_name: any,
  fallback_application_name: any,
  client_encoding: oneOf('utf8', 'UTF8', 'utf-8', 'UTF-8', 'auto'),
  options: any,
  ssl: oneOf('true', 'false', '1', '0'),
  sslmode: oneOf(...SSL_MODES),
  sslrootcert: any,
  sslcert: any,
  sslkey: any,
  sslnegotiation: oneOf('postgres', 'direct'),
  uselibpqcompat: oneOf('true', 'false'),
  channel_binding: oneOf('disable', 'prefer', 'require'),
  // The only kind of server that a service uses.
  target_session_attrs: oneOf('read-write', 'primary'),
  connect_timeout: (value) => WHOLE.test(value),
  statement_timeout: (value) => WHOLE.test(value),
  lock_timeout: (value) => WHOLE.test(value),
  idle_in_transaction_session_timeout: (value) => WHOLE.test(value),
  query_timeout: (value) => WHOLE.test(value),
};

/** Looks at the URL as text, before anything reads it. */
export function shapeError(text: string): UrlError | undefined {
  const rest = /^postgres(?:ql)?:\/\/(.+)$/is.exec(text)?.[1];
  if (rest === undefined) return { problem: 'is not a PostgreSQL URL', fix: SHAPE };
  if (/[\s\p{Cc}]/u.test(text)) return { problem: 'contains white space', fix: ENCODE };
  if (/%(?![0-9a-f]{2})/i.test(text)) return { problem: 'has a % that begins no percent-encoding', fix: ENCODE };
  if (text.includes('#')) return { problem: 'has a # in it', fix: ENCODE };
  const authority = rest.slice(0, indexOr(rest.search(/[/?]/), rest.length));
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (rest.slice(authority.length).includes('@')) {
    return { problem: 'has an @ behind the first / or ?', fix: ENCODE };
  }
  const url = readUrl(text);
  if (url === undefined) return { problem: 'has no host and port that can be read', fix: `${SHAPE} ${ENCODE}` };
  return partError(url, host);
}

/** The URL's parts; in front of a host that stands behind `?` a URL must not have a user, but this one may. */
export function readUrl(text: string): URL | undefined {
  const whole = text.replace(/^([^/]+:\/\/[^/?]*@)\//, '$1socket/');
  return URL.canParse(whole) ? new URL(whole) : undefined;
}

function partError(url: URL, host: string): UrlError | undefined {
  const parts = [url.username, url.password, url.hostname, url.pathname, url.search];
  if (parts.some((part) => decodedPart(part) === undefined)) {
    return { problem: 'is not UTF-8 once its percent-encoding is undone', fix: ENCODE };
  }
  const given = (name: string): boolean => (url.searchParams.get(name) ?? '') !== '';
  if (url.username === '' && !given('user')) return { problem: 'names no user', fix: SHAPE };
  if (host === '' && !given('host')) return { problem: 'names no host', fix: SHAPE };
  if (url.port === '0') return { problem: 'has port 0', fix: SHAPE };
  const database = url.pathname.slice(1);
  if (database === '') return { problem: 'names no database', fix: SHAPE };
  if (database.includes('/')) return { problem: 'has more than a database name behind the host', fix: SHAPE };
  return undefined;
}

/** Looks at what stands behind `?`. */
export function parameterError(url: URL): UrlError | undefined {
  for (const [name, value] of url.searchParams) {
    if (!Object.hasOwn(PARAMETERS, name)) {
      return {
        problem: /^[a-z_]{1,40}$/i.test(name) ? `has the unknown parameter ${name}` : 'has an unknown parameter',
        fix: `Leave it out. Known are ${Object.keys(PARAMETERS).join(', ')}.`,
      };
    }
    if (PARAMETERS[name]!(value)) continue;
    const fix = name === 'sslmode' ? `Known are ${SSL_MODES.join(', ')}.` : `Correct ${name}, or leave it out.`;
    return { problem: `has a ${name} that cannot be used`, fix };
  }
  return undefined;
}

/** A part of a URL without its percent-encoding; undefined if that makes no text. */
export function decodedPart(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

const indexOr = (index: number, otherwise: number): number => (index === -1 ? otherwise : index);
