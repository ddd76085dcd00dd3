import type { ErrorMeaning } from './connection-errors.js';

/** Something responded, but not as the service that was meant would. */
export class UnexpectedResponse extends Error {
  override readonly name = 'UnexpectedResponse';

  constructor(
    readonly status: number,
    readonly isPage: boolean,
  ) {
    super(isPage ? `a web page with status ${status}` : `status ${status}`);
  }

  /** What that usually means. */
  get meaning(): ErrorMeaning {
    return { what: `answered with ${this.message}`, fix: fixOf(this) };
  }
}

/**
 * Lets a response with status 200 that is not a web page pass.
 * @throws {@link UnexpectedResponse}, after letting go of the body
 */
export async function expectResponse(response: Response): Promise<void> {
  const isPage = (response.headers.get('content-type') ?? '').includes('html');
  if (response.status === 200 && !isPage) return;
  await response.body?.cancel().catch(() => undefined);
  throw new UnexpectedResponse(response.status, isPage);
}

function fixOf({ status, isPage }: UnexpectedResponse): string {
  if (status === 401 || status === 403 || status === 407)
    return 'does a proxy in front want a login or another network? Let /api and /.well-known through, or go past it.';
  if (status === 400 && isPage) return 'does that port speak https? Then write https://.';
  if (status === 404 || status === 405 || status === 421)
    return 'is that the address of the bank, and nothing behind the port?';
  if (status === 502 || status === 504) return 'a proxy answers, and cannot reach it: is it running?';
  if (isPage) return 'a proxy or another site answers there: is that the address of the bank?';
  return status >= 500 ? 'see its log.' : 'is that the address of the bank?';
}
