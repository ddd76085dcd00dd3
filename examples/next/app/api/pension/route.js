import { guarded } from '../../../lib/auth.js';
import { pensions } from '../../../lib/pensions.js';

export const GET = guarded({}, (_, caller) => Response.json(pensions.read(caller)));

export const PUT = guarded({ sensitive: true }, async (request, caller) => {
  if (request.headers.get('content-type')?.split(';')[0] !== 'application/json')
    return new Response(null, { status: 415 });
  const body = await request.json().catch(() => undefined);
  if (!pensions.isValid(body)) return Response.json({ code: 'validation_failed' }, { status: 422 });
  return Response.json(pensions.write(caller, body));
});
