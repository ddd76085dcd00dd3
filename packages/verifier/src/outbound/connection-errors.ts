/** What a connection that failed means, and what to do about it. */
export interface ErrorMeaning {
  readonly what: string;
  /** Without the name of the setting, which comes before it. */
  readonly fix: string;
}

const TRUST =
  'Name the file of that CA in NODE_EXTRA_CA_CERTS, which is read at start; or let the server send its intermediate certificates as well.';
const RUNNING = 'is it running, and is that its host and port?';
const NOT_TLS = 'does that port speak http, or is a proxy in between? Then write http://.';

const BY_CODE: readonly (readonly [RegExp, ErrorMeaning])[] = [
  [
    /^UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT|GET_ISSUER_CERT_LOCALLY)$|^SELF_SIGNED_CERT_IN_CHAIN$|^CERT_UNTRUSTED$/,
    { what: 'has a certificate of a CA that is not trusted here', fix: TRUST },
  ],
  [
    /^DEPTH_ZERO_SELF_SIGNED_CERT$/,
    {
      what: 'has a certificate that it signed itself',
      fix: 'Name the file of that certificate in NODE_EXTRA_CA_CERTS, which is read at start; or give the server one of a CA.',
    },
  ],
  [
    /^CERT_HAS_EXPIRED$/,
    { what: 'has a certificate that has expired', fix: 'Renew it there; see the clock here, too.' },
  ],
  [/^CERT_NOT_YET_VALID$/, { what: 'has a certificate that is not valid yet', fix: 'See the clocks here and there.' }],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$|^HOSTNAME_MISMATCH$/,
    { what: 'has a certificate for other names', fix: 'write a host that is in the certificate.' },
  ],
  [
    /^ERR_SSL_.*(ALERT|HANDSHAKE)/,
    { what: 'refuses our TLS', fix: 'does it demand a certificate of the client, or an old version of TLS?' },
  ],
  [/^EPROTO$|^ERR_SSL_/, { what: 'does not speak https', fix: NOT_TLS }],
  [/^(CERT|CRL|UNABLE_TO|ERR_TLS|INVALID_)/, { what: 'has a certificate that cannot be verified', fix: TRUST }],
  [/^ENOTFOUND$|^ENODATA$/, { what: 'is no name that the resolver here knows', fix: 'is the host right?' }],
  [
    /^EAI_AGAIN$|^EAI_/,
    { what: 'could not be looked up', fix: 'does the resolver here answer, and is the host right?' },
  ],
  [/^ECONNREFUSED$/, { what: 'refuses the connection', fix: RUNNING }],
  [
    /^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|EADDRNOTAVAIL)$/,
    { what: 'cannot be reached from this network', fix: 'is that address right, and is there a way to it?' },
  ],
  [
    /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/,
    { what: 'hangs up', fix: 'does that port speak https? Then write https://.' },
  ],
  [/^HPE_/, { what: 'does not speak HTTP', fix: 'is that its port, and is it https?' }],
  [
    /^(ETIMEDOUT|TimeoutError|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/,
    { what: 'did not answer in time', fix: 'is a firewall in between, and is that its host and port?' },
  ],
];

const BY_MESSAGE: readonly (readonly [RegExp, ErrorMeaning])[] = [
  [
    /redirect/,
    {
      what: 'sends us elsewhere by a redirect',
      fix: 'write the address that answers itself: https instead of http, or past the proxy.',
    },
  ],
  [/does not match the HTTP/, { what: 'does not speak HTTP', fix: 'is that its port, and is it https?' }],
  [/^bad port$/, { what: 'is at a port that fetch refuses to ask', fix: 'use another port.' }],
  [
    /in time|no answer within/,
    { what: 'did not answer in time', fix: 'is a firewall in between, and is that its host and port?' },
  ],
];

/** The meaning of an error code of Node, OpenSSL or undici; undefined if it has none here. */
export function meaningOfCode(code: string): ErrorMeaning | undefined {
  return BY_CODE.find(([pattern]) => pattern.test(code))?.[1];
}

/** The meaning of an error that has no code. */
export function meaningOfMessage(message: string): ErrorMeaning | undefined {
  return BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1];
}
