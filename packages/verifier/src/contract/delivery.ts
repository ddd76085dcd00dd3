// What the schemas next door describe, as types alone: who only verifies has no zod.

/** The claims of a proof of a logout: who ended which session there, and whether all others are meant too. */
export type DeliveryClaims = {
  /** Id of the service in the registry. */
  iss: string;
  /** The bank's public origin. */
  aud: string;
  sub: string;
  sid: string;
  everywhere: boolean;
  iat: number;
  exp: number;
  jti: string;
};

/** The public half of a service's own key (RFC 8037), as the registry file names it. */
export type ServiceKey = { kty: 'OKP'; crv: 'Ed25519'; x: string };
