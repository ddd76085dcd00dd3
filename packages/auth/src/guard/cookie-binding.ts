import type { AccessTokenClaims } from '../contract/access-token.contract.js';
import { refreshSid, type RawHeaders } from '../transport/transport.rules.js';

/**
 * Holds the access cookie to the refresh cookie's session, at the one service that gets both. Any host below the cookie
 * domain can plant an access cookie, to have a person act in a stranger's session; none can plant the refresh cookie.
 */
export class CookieBinding {
  /** @param isIssuer other services never see the refresh cookie, so they cannot ask for it */
  constructor(private readonly isIssuer: boolean) {}

  permits(claims: AccessTokenClaims, request: RawHeaders): boolean {
    return !this.isIssuer || refreshSid(request) === claims.sid;
  }
}
