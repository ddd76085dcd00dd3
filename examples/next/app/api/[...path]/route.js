import { openAuth } from '../../../lib/auth.js';

// The routes of the session: /api/me, /api/logout, /api/services, /api/session/stream.
async function answer(request) {
  const auth = await openAuth();
  return (await auth.session()(request)) ?? new Response(null, { status: 404 });
}

export { answer as GET, answer as HEAD, answer as POST };
