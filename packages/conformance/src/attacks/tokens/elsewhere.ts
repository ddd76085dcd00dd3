import type { Carriage } from './carriage.js';

/** Places where a token, or a name, must not be looked for. */
export function elsewhere(token: string, userId: string): Carriage[] {
  const tokens = [
    ...[
      'X-Access-Token',
      'X-Auth-Token',
      'X-Authorization',
      'X-Api-Key',
      'X-Token',
      'X-JWT',
      'Token',
      'Access-Token',
      'Authentication',
      'Authorisation',
      'Proxy-Authorization',
    ],
    ...[
      'X-Original-Authorization',
      'X-Forwarded-Authorization',
      'X-Amzn-Oidc-Data',
      'X-Amzn-Oidc-Accesstoken',
      'Cf-Access-Jwt-Assertion',
      'X-Goog-Iap-Jwt-Assertion',
      'X-Forwarded-Access-Token',
    ],
    ...[
      'WWW-Authenticate',
      'Sec-WebSocket-Protocol',
      'Cookie2',
      'Set-Cookie',
      'X-Csrf-Token',
      'Service-Assertion',
      'DPoP',
      'Authorization2',
      'X_Authorization',
      'HTTP_AUTHORIZATION',
    ],
  ];
  const names = [
    ...[
      'X-User',
      'X-User-Id',
      'X-Remote-User',
      'Remote-User',
      'X-Forwarded-User',
      'X-Forwarded-Email',
      'X-Auth-Request-User',
      'X-WebAuth-User',
      'X-Authenticated-Userid',
      'X-MS-Client-Principal-Id',
    ],
    ...[
      'X-Goog-Authenticated-User-Email',
      'Tailscale-User-Login',
      'X-Sub',
      'X-Sid',
      'X-Caller',
      'X-Latchkey-User',
      'X-Consumer-Username',
      'X-Original-User',
      'From',
      'Forwarded',
    ],
  ];
  const queries = [
    'access_token',
    'token',
    'jwt',
    'authorization',
    'Authorization',
    'bearer',
    'auth',
    'id_token',
    '__Secure-latchkey',
    'headers[authorization]',
  ];
  return [
    ...tokens.map((name) => ({ kind: `a good token in ${name}`, headers: [[name, `Bearer ${token}`] as const] })),
    ...names.map((name) => ({ kind: `a user's id in ${name}`, headers: [[name, userId] as const] })),
    ...queries.map((name) => ({
      kind: `a good token in the query as ${name}`,
      headers: [],
      query: `?${name}=${token}`,
    })),
    { kind: 'no credentials', headers: [] },
  ];
}
