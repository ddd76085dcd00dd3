/** A file that a first load fetches, as it travels. */
export interface Asset {
  path: string;
  kind: 'script' | 'style' | 'other';
  /** Bytes of the body, in each encoding. */
  identity: number;
  gzip: number;
  br: number;
  /** Never asked for again, and sent as compressed as it was asked for, unless it is too small for that. */
  isKept: boolean;
}

const KINDS = { js: 'script', css: 'style' } as const;
/** Smaller files come as they are: packing gains nothing. */
export const SMALLEST_PACKED = 512;

/** Asks for a file in each encoding. Node's own fetch would unpack it: the length that is told is what travels. */
export async function weigh(url: string): Promise<Asset> {
  const { pathname } = new URL(url);
  const [identity, gzip, br] = await Promise.all(['identity', 'gzip', 'br'].map((encoding) => ask(url, encoding)));
  const isCompressed = identity!.bytes < SMALLEST_PACKED || (gzip!.encoding === 'gzip' && br!.encoding === 'br');
  return {
    path: pathname,
    kind: KINDS[/\.(js|css)$/.exec(pathname)?.[1] as 'js' | 'css'] ?? 'other',
    identity: identity!.bytes,
    gzip: gzip!.bytes,
    br: br!.bytes,
    isKept: isCompressed && /immutable/.test(identity!.cacheControl),
  };
}

async function ask(url: string, encoding: string): Promise<{ bytes: number; encoding: string; cacheControl: string }> {
  const answer = await fetch(url, { headers: { 'accept-encoding': encoding } });
  await answer.arrayBuffer();
  return {
    bytes: Number(answer.headers.get('content-length')),
    encoding: answer.headers.get('content-encoding') ?? '',
    cacheControl: answer.headers.get('cache-control') ?? '',
  };
}
