import type { ShownToken } from '../../harness/redact.js';
import { markup, type Markup } from '../markup.js';
import { print } from './words.js';

/** What the members of a token say, for anyone who has never seen one. */
const meanings: Record<string, string> = {
  alg: 'how it is signed',
  kid: 'which key signed it',
  typ: 'what kind of token it is',
  iss: 'who issued it',
  sub: 'whom it speaks for, never reused',
  aud: 'which services take it',
  iat: 'issued',
  exp: 'good until',
  auth_time: 'when the password was given',
  jti: 'this token',
  sid: 'the session it belongs to',
  acr: 'how sure the login was',
  amr: 'by what the person logged in',
  preferred_username: 'what the person is called',
  ver: 'version of these claims',
};
const TIMES = new Set(['iat', 'exp', 'auth_time', 'nbf']);

/** A token, decoded, its signature cut. */
export function tokenView(caption: string, token: ShownToken): Markup {
  return markup`<figure class="token"><figcaption>${caption} ${print(token.fingerprint)} <span>${token.length} characters</span></figcaption>
${part('Header', token.header)}${part('Claims', token.claims)}
<p class="signature"><b>Signature</b> <code>${token.signature}</code></p></figure>`;
}

function part(name: string, members: Record<string, unknown>): Markup {
  return markup`<table><caption>${name}</caption><tbody>${Object.entries(members).map(
    ([key, value]) =>
      markup`<tr><th scope="row"><code>${key}</code></th><td><code>${JSON.stringify(value)}</code>${time(key, value)}</td><td>${meanings[key]}</td></tr>`,
  )}</tbody></table>`;
}

function time(key: string, value: unknown): Markup | false {
  if (!TIMES.has(key) || typeof value !== 'number' || Math.abs(value) > 8e12) return false;
  return markup` <span class="clock">${new Date(value * 1_000).toISOString().slice(11, 19)} UTC</span>`;
}
