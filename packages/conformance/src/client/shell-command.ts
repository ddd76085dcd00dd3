import type { Exchange } from './exchange.js';
import type { Peer, RawRequest } from './raw-http.js';
import { encodeRequest } from './raw-http.js';

/** What curl would drop, repair or write by itself. */
const NOT_FOR_CURL = /^(content-length|transfer-encoding|connection|host)$/i;

/** Whether curl sends this as it is. It refuses what is no address, and a shell hands it no zero byte. */
export function isForCurl({ path, headers = [], body = '' }: RawRequest): boolean {
  return (
    /^[!-"$-~]+$/.test(path) &&
    headers.every(([name, value]) => !NOT_FOR_CURL.test(name) && !/[\r\n\0]/.test(name + value)) &&
    !bytesOf(body).includes('\0')
  );
}

/** A line for a shell (bash) that sends the same request again; where curl cannot, one that writes its bytes. */
export function shellCommand({ peer, request }: Pick<Exchange, 'peer' | 'request'>): string {
  return isForCurl(request) ? curl(peer, request) : bytes(peer, request);
}

function curl(peer: Peer, { method = 'GET', path, host, headers = [], body }: RawRequest): string {
  const { name, port, isSecure } = peer;
  const authority = port === (isSecure ? 443 : 80) ? bracketed(name) : `${bracketed(name)}:${port}`;
  const url = `${isSecure ? 'https' : 'http'}://${authority}${path}`;
  const data = body === undefined || body.length === 0 ? undefined : bytesOf(body);
  const words = [
    'curl -sSi',
    ...(isSecure ? ['--http1.1 -k'] : []),
    ...(peer.host === name ? [] : [`--resolve ${name}:${port}:${peer.host}`]),
    ...(path.includes('/.') ? ['--path-as-is'] : []),
    ...(/[[\]{}]/.test(path) ? ['-g'] : []),
    ...(method === 'GET' && data === undefined ? [] : [method === 'HEAD' ? '-I' : `-X ${method}`]),
    quoted(url),
    ...(host === authority ? [] : [`-H ${quoted(`Host: ${host}`)}`]),
    // A name without a value ends in a semicolon, or curl takes it for a header that is not to be sent.
    ...headers.map(([key, value]) => `-H ${quoted(value.trim() === '' ? `${key};` : `${key}: ${value}`)}`),
    ...(body !== undefined && data === undefined ? ["-H 'Content-Length: 0'"] : []),
    ...(data === undefined ? [] : [`--data-raw ${quoted(data)}`]),
  ];
  return words.join(' ');
}

/** What no HTTP client would send is written byte by byte. */
function bytes({ host, name, port, isSecure }: Peer, request: RawRequest): string {
  const text = encodeRequest(request).toString('latin1');
  const escaped = Array.from(text, (one) => ESCAPES[one] ?? (/[ -~]/.test(one) ? one : octal(one))).join('');
  const to = isSecure ? `openssl s_client -quiet -connect ${host}:${port} -servername ${name}` : `nc ${host} ${port}`;
  return `printf '${escaped}' | ${to}`;
}

const ESCAPES: Record<string, string> = { '\r': '\\r', '\n': '\\n', '\\': '\\\\', '%': '%%', "'": '\\047' };

const octal = (one: string): string => `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`;

const bracketed = (name: string): string => (name.includes(':') ? `[${name}]` : name);

const bytesOf = (body: string | Buffer): string => Buffer.from(body as string).toString('latin1');

/** One word of a shell; bytes that are no visible ASCII are escaped. */
function quoted(text: string): string {
  if (/^[ -~]*$/.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const escape = (one: string): string => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return `$'${text.replaceAll(/['\\]/g, String.raw`\$&`).replaceAll(/[^ -~]/g, escape)}'`;
}
