import { mayGoTo, rememberGoingTo } from './kept-attempts.js';

const PATIENCE_MS = 15_000;

// The bank has looked whether it is one of ours: without it there is nowhere to go.
const returnTo = fact('return-to');
const target = new URL(returnTo ?? '/', location.origin);
// A redirect has handed the fragment on to this page.
if (target.hash === '') target.hash = location.hash;

if (returnTo === undefined) show('foreign');
else if (!mayGoTo(target.href)) show('loop', fact('request-id'));
else void renew();

const away = document.querySelector<HTMLElement>('#away')!;
away.querySelector('button')!.addEventListener('click', () => void renew());
window.addEventListener('online', () => void (away.hidden || renew()));
document.querySelector<HTMLAnchorElement>('#loop a')!.href = loginAddress();

async function renew(): Promise<void> {
  show('working');
  // Nobody is logged in here: not even a question.
  if (!document.cookie.includes('latchkey-hint=')) return location.replace(loginAddress());
  const { status, body, requestId } = await ask();
  if (status === 200 && body?.token_type === 'Cookie') {
    rememberGoingTo(target.href);
    location.replace(target);
  }
  // The login page asks again, and says why the session is over.
  else if (status === 401 && body?.code !== undefined) location.replace(loginAddress());
  else show('away', requestId);
}

interface RefreshAnswer {
  status: number;
  body?: { token_type?: string; code?: string; requestId?: string } | undefined;
  requestId?: string | undefined;
}

async function ask(): Promise<RefreshAnswer> {
  try {
    const response = await fetch('/api/refresh?leads_to=login', {
      method: 'POST',
      headers: { accept: 'application/json' },
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const body: RefreshAnswer['body'] = await response.json().catch(() => undefined);
    return {
      status: response.status,
      body,
      requestId: body?.requestId ?? response.headers.get('x-request-id') ?? undefined,
    };
  } catch {
    return { status: 0 };
  }
}

function show(name: 'working' | 'away' | 'loop' | 'foreign', requestId?: string): void {
  for (const part of document.querySelectorAll('section')) part.hidden = part.id !== name;
  const part = document.querySelector(`#${name}`)!;
  const id = part.querySelector('code');
  if (id !== null) id.textContent = requestId ?? fact('request-id') ?? '';
  if (name === 'working') return;
  const heading = part.querySelector('h1')!;
  document.title = document.title.replace(/^.*(?= · )/, heading.textContent);
  heading.focus();
}

function loginAddress(): string {
  const where = target.origin === location.origin ? target.href.slice(target.origin.length) : target.href;
  return `/login?return_to=${encodeURIComponent(where)}`;
}

function fact(name: string): string | undefined {
  return document.querySelector<HTMLMetaElement>(`meta[name="latchkey:${name}"]`)?.content;
}
