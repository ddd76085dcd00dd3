import { fingerprint } from './redact.js';

type Headers = readonly (readonly [string, string])[];
type KeepOut = (secret: string) => void;

/** What people call the cookies of the deployment. */
const called: Record<string, string> = {
  '__Secure-latchkey': 'access token',
  '__Host-latchkey-refresh': 'refresh token',
  '__Host-latchkey-device': 'known-device mark',
  '__Secure-latchkey-out': 'logged-out mark',
  'latchkey-hint': 'hint',
  'connect.sid': 'session cookie',
};

/** The credentials of a request, by fingerprint. */
export function carried(headers: Headers, keepOut: KeepOut): string[] {
  return headers.flatMap(([name, value]) => {
    if (name.toLowerCase() === 'authorization') return [told('bearer', value.replace(/^Bearer /i, ''), keepOut)];
    if (name.toLowerCase() !== 'cookie') return [];
    return value.split('; ').map((pair) => cookie(pair, keepOut));
  });
}

/** The credentials that an answer sets, clears or has in its body, by fingerprint. */
export function given(headers: Headers, bodies: readonly string[], keepOut: KeepOut): string[] {
  const lines = headers.flatMap(([name, value]) => (name.toLowerCase() === 'set-cookie' ? value.split('\n') : []));
  const cookies = lines.map((line) => {
    const [pair = ''] = line.split(';');
    const isCleared = /; *max-age=0/i.test(line) || pair.endsWith('=');
    if (!isCleared) return cookie(pair, keepOut);
    const name = pair.slice(0, pair.indexOf('='));
    return `${called[name] ?? name} cleared`;
  });
  return [...cookies, ...bodies.flatMap((body) => inBody(body, keepOut))];
}

function inBody(body: string, keepOut: KeepOut): string[] {
  return [...body.matchAll(/"(access_token|refresh_token)":"([^"]+)"/g)].map(([, name = '', value = '']) =>
    told(name.replace('_', ' '), value, keepOut),
  );
}

function cookie(pair: string, keepOut: KeepOut): string {
  const equals = pair.indexOf('=');
  const name = pair.slice(0, equals);
  return told(called[name] ?? name, pair.slice(equals + 1), keepOut);
}

function told(name: string, value: string, keepOut: KeepOut): string {
  keepOut(value);
  return `${name} ${fingerprint(value)}`;
}
