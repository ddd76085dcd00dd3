import type { AccessTokenClaims } from '../contract/access-token.js';
import { refreshSids, type RawHeaders } from '../transport/transport.rules.js';

/**
 * Holds the access cookie to the refresh cookie's session, at the one service that gets both. Any host below the cookie
 * domain can plant an access cookie, to have a logged-in person act in a stranger's session; none can plant the refresh
 * cookie. It can evict that one, by setting more cookies than a browser keeps, so a cookie that stands alone counts as little.
 */
export class CookieBinding {
  /** @param isIssuer other services never see the refresh cookie, so they cannot ask for it */
  constructor(private readonly isIssuer: boolean) {}

  /** @param mayStandAlone for what harms nobody but the session that the cookie names: its own logout */
  permits(claims: AccessTokenClaims, request: RawHeaders, mayStandAlone: boolean): boolean {
    if (!this.isIssuer) return true;
    const sids = refreshSids(request);
    // The sid alone: anyone who can set this cookie at all also has a genuine one, so its mac would tell nothing more.
    return sids.length === 1 ? sids[0] === claims.sid : sids.length === 0 && mayStandAlone;
  }
}
