import { bodyRoutes, withBody, type BadRequests } from './bad-request.ts';

type Headers = readonly (readonly [string, string])[];

const types = [
  ...[
    'text/plain',
    'text/plain; charset=utf-8',
    'text/json',
    'text/html',
    'text/xml',
    'text/csv',
    'application/xml',
    'application/yaml',
    'application/octet-stream',
    'application/x-www-form-urlencoded',
  ],
  ...[
    'multipart/form-data; boundary=x',
    'multipart/mixed; boundary=x',
    'application/x-json',
    'application/jsonp',
    'application/json5',
    'application/json-seq',
    'application/x-ndjson',
    'application/jose+json',
  ],
  ...[
    'application/javascript',
    'application/jwt',
    'application/graphql',
    'application/cbor',
    'application/msgpack',
    'application/json/x',
    'application',
    'json',
    '/',
    '*/*',
    'application/*',
    '*',
  ],
  ...[
    'application/json, text/plain',
    'text/plain, application/json',
    'text/plain; application/json',
    'text/plain; a=application/json',
    'applicatiоn/json',
    'application\\json',
    'application json',
    '"application/json"',
  ],
  ...[
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/json; charset=utf-7',
    'application/jsonx',
    'xapplication/json',
    'application/json+x',
    'application/problem+json',
  ],
];

/** Everything but application/json as it is, and every coding of it. */
export const contentTypes: BadRequests = (attacked) =>
  bodyRoutes.flatMap((route) => {
    const body = JSON.stringify(route.good);
    const json = ['Content-Type', 'application/json'] as const;
    const lists: [string, Headers][] = [
      ...types.map((type): [string, Headers] => [
        `type ${type}`,
        [['Content-Type', Buffer.from(type).toString('latin1')]],
      ]),
      ['no type', []],
      ['an empty type', [['Content-Type', '']]],
      ...['gzip', 'deflate', 'br', 'zstd', 'compress', 'x-gzip', 'gzip, gzip', 'aws-chunked', 'utf-8', '*'].map(
        (coding): [string, Headers] => [`coding ${coding}`, [json, ['Content-Encoding', coding]]],
      ),
    ];
    return lists.map(([kind, headers]) => ({
      kind: `${route.path}: ${kind}`,
      service: route.service,
      bytes: withBody(attacked, route, body, headers),
      statuses: [415],
      codes: ['unsupported_media_type'],
    }));
  });
