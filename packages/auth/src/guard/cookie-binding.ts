import type { AccessTokenClaims } from '../contract/access-token.contract.js';
import { refreshSids, type RawHeaders } from '../transport/transport.rules.js';

/**
 * Holds the access cookie to the refresh cookie's session, at the one service that gets both. Any host below the cookie
 * domain can plant an access cookie, to have a logged-in person act in a stranger's session; none can plant the refresh cookie.
 */
export class CookieBinding {
  /** @param isIssuer other services never see the refresh cookie, so they cannot ask for it */
  constructor(private readonly isIssuer: boolean) {}

  permits(claims: AccessTokenClaims, request: RawHeaders): boolean {
    if (!this.isIssuer) return true;
    const sids = refreshSids(request);
    // Without a refresh cookie there is nothing to hold it to.
    return sids.length === 0 || (sids.length === 1 && sids[0] === claims.sid);
  }
}
