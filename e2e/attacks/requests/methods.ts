import { bearer, ownPage } from '../../stack/test-user.ts';
import { encodeRequest } from '@latchkey/conformance/client';
import type { BadRequest, BadRequests } from './bad-request.ts';

/** What each address answers to; every other common method is 405 and says what would be right. */
const allowed: Record<'bank' | 'retirement', Record<string, string[]>> = {
  bank: {
    '/api/register': ['POST'],
    '/api/login': ['POST'],
    '/api/logout': ['POST'],
    '/api/me': ['GET'],
    '/api/export': ['GET'],
    '/api/account/deletion': ['POST'],
    '/api/support/look': ['POST'],
    '/api/support/end-sessions': ['POST'],
    '/api/support/disable': ['POST'],
    '/api/support/enable': ['POST'],
    '/.well-known/jwks.json': ['GET'],
    '/.well-known/latchkey/services': ['GET'],
    '/health/live': ['GET'],
    '/health/ready': ['GET'],
    '/metrics': ['GET'],
  },
  retirement: {
    '/api/me': ['GET'],
    '/api/plan': ['GET', 'PUT'],
    '/api/plan/permission': ['PUT'],
    '/api/clients/ada/plan': ['GET'],
    '/api/export': ['GET'],
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

export const methods: BadRequests = (attacked) =>
  (['bank', 'retirement'] as const).flatMap((service) =>
    Object.entries(allowed[service]).flatMap(([path, right]) => {
      const target = attacked.stack[service];
      const bad = (method: string, rest: Partial<BadRequest>): BadRequest => ({
        kind: `${method.slice(0, 20)} ${service}${path}`,
        service,
        bytes: encodeRequest({
          method,
          path,
          host: target.host,
          headers: [...ownPage(target), bearer(attacked.token)],
        }),
        ...rest,
      });
      const wrong = common.filter((method) => !right.includes(method));
      const also: BadRequest['also'] = (answer) => {
        const said = (answer.headers.get('allow')?.join() ?? '').split(/\s*,\s*/);
        return right.every((method) => said.includes(method))
          ? []
          : [`Allow says ${said.join() || 'nothing'}, not ${right.join()}`];
      };
      return [
        ...wrong.map((method) => bad(method, { statuses: [405], codes: ['method_not_allowed'], also })),
        ...strange.map((method) => bad(method, { statuses: [400, 404, 405, 501] })),
        ...unknown.map((method) => bad(method, { statuses: [400, 404, 405] })),
      ];
    }),
  );
