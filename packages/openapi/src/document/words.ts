import { ACCESS_COOKIE, REFRESH_COOKIE } from '@latchkey/verifier';

/** What holds for every address of a service of the deployment, in paragraphs. */
export const inGeneral = [
  'A program sends its access token as `Authorization: Bearer …`. A browser sends it as a cookie that no script can read. Where both come, the header alone counts. A token that was given to one counts not in the other.',
  'Bodies are JSON in UTF-8, at most 100 kB, without members that the schema does not name, and without one that is named twice. Where nothing is sent, `Content-Type` does not matter; where something is, it is JSON, even where it is not read.',
  `With the cookie, a call that changes something counts only if a page sent it that may act here: browsers say so in \`Sec-Fetch-Site\` and \`Origin\`. Else it is refused with \`csrf_refused\`. Pages of other origins of the deployment can call refresh and logout at the bank, with credentials (CORS), and nothing else.`,
  'An error is `application/problem+json` (RFC 9457). Its `code` is stable, its `requestId` is also in the header `X-Request-Id` and in the log; an `X-Request-Id` of yours stands next to it there, as `clientReq`. Besides the codes of an operation, any address may answer `bad_request`, `not_found`, `method_not_allowed`, `request_timeout`, `header_too_large`, `internal_error`, and, with `Retry-After`, `database_unavailable`.',
].join('\n\n');

export const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The access token that a login with `"transport": "token"` answers.',
  },
  cookie: {
    type: 'apiKey',
    in: 'cookie',
    name: ACCESS_COOKIE,
    description: 'The access token in a browser: one cookie for all services of the deployment.',
  },
  operator: {
    type: 'http',
    scheme: 'bearer',
    description:
      'OPS_TOKEN of the service. Where none is set, only direct calls from the same machine pass, that ask for it by name.',
  },
} as const;

/** At the bank alone. */
export const refreshCookieScheme = {
  type: 'apiKey',
  in: 'cookie',
  name: REFRESH_COOKIE,
  description: 'The refresh token in a browser, for the bank alone.',
} as const;
