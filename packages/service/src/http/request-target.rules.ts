/** Stands for a request target that no request may have; nothing is at the empty address. */
export const REFUSED_TARGET = '';
/** The target of a request that is about the whole server. */
export const WHOLE_SERVER = '*';

/** What a request line asks for, as everything behind it reads it. */
export interface RequestTarget {
  /** Path and query, `*`, or {@link REFUSED_TARGET}. */
  readonly url: string;
  /** The authority of an absolute target, which stands in place of the Host header (RFC 9112 §3.2.2). */
  readonly authority?: string;
}

// No user and no empty host (RFC 9110 §4.2.4); behind it a path, a query or nothing.
const ABSOLUTE = /^https?:\/\/((?:[\w.~-]+|\[[0-9a-f:.]+\])(?::\d{0,5})?)(?=[/?]|$)/i;
const REFUSED: RequestTarget = { url: REFUSED_TARGET };

/** Whether a target is a path already, as nearly all are. */
export function isPath(target: string): boolean {
  return target.startsWith('/') && !target.includes('#');
}

/** Reads the forms that a request target may have (RFC 9112 §3.2); a fragment is of none. */
export function requestTarget(method: string | undefined, target: string): RequestTarget {
  if (isPath(target)) return { url: target };
  if (target === WHOLE_SERVER) return method === 'OPTIONS' ? { url: WHOLE_SERVER } : REFUSED;
  const [start, authority] = ABSOLUTE.exec(target) ?? [];
  if (start === undefined || authority === undefined || target.includes('#')) return REFUSED;
  return { url: pathAfter(target.slice(start.length), method), authority };
}

function pathAfter(rest: string, method: string | undefined): string {
  if (rest === '') return method === 'OPTIONS' ? WHOLE_SERVER : '/';
  return rest.startsWith('?') ? `/${rest}` : rest;
}
