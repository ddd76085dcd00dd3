/** A public EC key as foreign consumers read it (RFC 7517). */
export interface PublicJwk {
  kty: 'EC';
  kid: string;
  alg: 'ES256';
  use: 'sig';
  crv: 'P-256';
  x: string;
  y: string;
}
