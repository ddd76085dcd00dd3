import { bearer, ownPage } from '../../stack/test-user.js';
import { bytesOf } from '@latchkey/conformance/client';
import type { Knock, Knocks } from './bad-request.js';

/** What each address answers to; every other common method is 405 and says what would be right. */
const allowed: Record<'bank' | 'retirement', Record<string, string[]>> = {
  bank: {
    '/api/register': ['POST'],
    '/api/login': ['POST'],
    '/api/logout': ['POST'],
    '/api/me': ['GET'],
    '/.well-known/jwks.json': ['GET'],
    '/.well-known/latchkey/services': ['GET'],
    '/health/live': ['GET'],
    '/health/ready': ['GET'],
    '/metrics': ['GET'],
  },
  retirement: {
    '/api/me': ['GET'],
    '/api/plan': ['GET', 'PUT'],
    '/api/logout': ['POST'],
    '/api/services': ['GET'],
    '/health/live': ['GET'],
    '/health/ready': ['GET'],
    '/metrics': ['GET'],
  },
};

const common = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const strange = [
  'TRACE',
  'PROPFIND',
  'PROPPATCH',
  'MKCOL',
  'COPY',
  'MOVE',
  'LOCK',
  'UNLOCK',
  'REPORT',
  'SEARCH',
  'PURGE',
  'LINK',
  'UNLINK',
  'BIND',
  'ACL',
  'SUBSCRIBE',
  'MERGE',
  'M-SEARCH',
  'SOURCE',
  'QUERY',
];
const unknown = [
  'FOO',
  'get',
  'Get',
  'GETX',
  'G',
  'GE',
  'GET/',
  'G\u00c9T',
  'X'.repeat(300),
  'DEBUG',
  'TRACK',
  'JEFF',
  'PRI',
  '*',
  '""',
  '<GET>',
];

export const methods: Knocks = (door) =>
  (['bank', 'retirement'] as const).flatMap((service) =>
    Object.entries(allowed[service]).flatMap(([path, right]) => {
      const front = door.house[service];
      const knock = (method: string, rest: Partial<Knock>): Knock => ({
        kind: `${method.slice(0, 20)} ${service}${path}`,
        service,
        bytes: bytesOf({ method, path, host: front.host, headers: [...ownPage(front), bearer(door.token)] }),
        ...rest,
      });
      const wrong = common.filter((method) => !right.includes(method));
      const also: Knock['also'] = (answer) => {
        const said = (answer.headers.get('allow')?.join() ?? '').split(/\s*,\s*/);
        return right.every((method) => said.includes(method))
          ? []
          : [`Allow says ${said.join() || 'nothing'}, not ${right.join()}`];
      };
      return [
        ...wrong.map((method) => knock(method, { statuses: [405], codes: ['method_not_allowed'], also })),
        ...strange.map((method) => knock(method, { statuses: [400, 404, 405, 501] })),
        ...unknown.map((method) => knock(method, { statuses: [400, 404, 405] })),
      ];
    }),
  );
