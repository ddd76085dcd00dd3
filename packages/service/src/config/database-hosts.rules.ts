/** One of the servers that a URL names: a name, an address, or the folder of a unix socket. */
export interface DatabaseHost {
  readonly host: string;
  readonly port: number;
}

/**
 * A URL with several hosts as that many URLs with one, in their order: as libpq takes it, `a:5432,b:5433` in front of the
 * database, or `host=a,b&port=5432,5433` behind `?`. Whatever cannot be taken apart comes back as it is.
 */
export function urlsOf(text: string): string[] {
  const begin = text.indexOf('://') + 3;
  const end = begin + indexOr(text.slice(begin).search(/[/?]/), text.length - begin);
  const [login, rest] = [text.slice(0, text.lastIndexOf('@', end - 1) + 1) || text.slice(0, begin), text.slice(end)];
  const hosts = text.slice(login.length, end);
  if (hosts.includes(',')) return hosts.split(',').map((host) => `${login}${host}${rest}`);
  const [path, search] = split(rest, '?');
  if (search === undefined) return [text];
  const parameters = new URLSearchParams(search);
  const named = parameters.get('host')?.split(',') ?? [];
  if (named.length < 2) return [text];
  const ports = parameters.get('port')?.split(',') ?? [];
  return named.map((host, index) => {
    const own = new URLSearchParams(parameters);
    own.set('host', host);
    // One port is everybody's; any other number of them is an error, which the list itself makes plain.
    if (ports.length > 1) own.set('port', ports.length === named.length ? ports[index]! : ports.join(','));
    return `${login}${hosts}${path}?${own.toString()}`;
  });
}

/** Whether two of them are the same server. */
export function isRepeated(hosts: readonly DatabaseHost[]): boolean {
  return new Set(hosts.map(placeOf)).size < hosts.length;
}

/** `host:port`, an IPv6 address in brackets. */
export function placeOf({ host, port }: DatabaseHost): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

const indexOr = (index: number, otherwise: number): number => (index === -1 ? otherwise : index);

function split(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
