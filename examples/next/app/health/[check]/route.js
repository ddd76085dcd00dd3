import { openAuth } from '../../../lib/auth.js';

export async function GET(request, { params }) {
  const { check } = await params;
  if (check === 'live') return Response.json({ status: 'ok' });
  if (check !== 'ready') return new Response(null, { status: 404 });
  const { ok, problems } = (await openAuth()).status();
  return Response.json({ status: ok ? 'ok' : 'error', problems }, { status: ok ? 200 : 503 });
}
