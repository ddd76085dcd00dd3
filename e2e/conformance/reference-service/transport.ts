import type { IncomingMessage } from 'node:http';
import { ProblemError, type Facts } from './checks.ts';
import { authenticate, requireInTime, type Claims } from './token.ts';

const COOKIE = '__Secure-latchkey';

export interface Caller {
  readonly claims: Claims;
  readonly token: string;
  readonly via: 'bearer' | 'cookie';
}

/** The caller of a route; a logout is taken on any way, everything else only on the way that the token was issued for. */
export function callerOf(request: IncomingMessage, facts: Facts, isLogout = false): Caller {
  const caller = broughtBy(request, facts);
  const mayLeave = isLogout && facts.has('logout on both ways');
  if (facts.has('way of the token') && !mayLeave && !isMeantFor(caller.claims, caller.via))
    throw new ProblemError(401, 'token_invalid', 'another way');
  return caller;
}

const isMeantFor = ({ trv }: Claims, via: Caller['via']): boolean => trv === undefined || trv === via;

/** Chooses the transport before anything is verified: an Authorization header counts alone, else the cookie. */
function broughtBy(request: IncomingMessage, facts: Facts): Caller {
  const { authorization, cookie = '' } = request.headers;
  if (authorization !== undefined) {
    try {
      return byHeader(authorization, request, facts);
    } catch (error) {
      if (facts.has('no rescue by cookie') || !cookie.includes(COOKIE)) throw error;
    }
  }
  const query = new URL(request.url ?? '/', facts.origin).searchParams.get('access_token');
  if (!facts.has('nowhere else') && query !== null) return { ...known(query, facts), via: 'bearer' };
  const texts = cookiesOf(cookie, facts);
  if (texts.length === 0) throw new ProblemError(401, 'token_missing');
  if (texts.length === 1) return { ...known(texts[0] ?? '', facts), via: 'cookie' };
  return { ...onlyOne(texts, facts), via: 'cookie' };
}

function byHeader(authorization: string, { rawHeaders }: IncomingMessage, facts: Facts): Caller {
  const count = rawHeaders.filter((name, index) => index % 2 === 0 && /^authorization$/i.test(name)).length;
  if (facts.has('one header') && count > 1) throw new ProblemError(401, 'token_invalid', 'two headers');
  const token = /^bearer ([^ ]+)$/i.exec(authorization)?.[1];
  if (token !== undefined) return { ...known(token, facts), via: 'bearer' };
  if (facts.has('bearer scheme')) throw new ProblemError(401, 'token_invalid', 'no bearer');
  return { ...known(authorization.split(/[\s:=]/).pop() ?? '', facts), via: 'bearer' };
}

function known(token: string, facts: Facts): { claims: Claims; token: string } {
  return { claims: authenticate(token, facts), token };
}

/** A sibling host can plant cookies of the same name: several count only if all that verify are of one session. */
function onlyOne(texts: readonly string[], facts: Facts): { claims: Claims; token: string } {
  const good = texts.flatMap((text) => {
    try {
      const caller = known(text, facts);
      requireInTime(caller.claims, facts);
      return facts.has('planted is not counted') && !isMeantFor(caller.claims, 'cookie') ? [] : [caller];
    } catch {
      return [];
    }
  });
  const [newest, ...others] = good.toSorted((one, other) => Number(other.claims['iat']) - Number(one.claims['iat']));
  const isOther = ({ claims: { sid, sub } }: (typeof good)[number]): boolean =>
    sid !== newest?.claims['sid'] || sub !== newest.claims['sub'];
  if (newest === undefined || (facts.has('one cookie verifies') && others.some(isOther)))
    throw new ProblemError(401, 'token_invalid', 'cookies');
  return newest;
}

function cookiesOf(header: string, facts: Facts): string[] {
  return header.split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    if (at === -1) return [];
    const name = pair.slice(0, at).replace(/^[ \t]+|[ \t]+$/g, '');
    const isOurs = facts.has('cookie name') ? name === COOKIE : name.trim().toLowerCase() === COOKIE.toLowerCase();
    return isOurs ? [pair.slice(at + 1).replace(/^[ \t]+|[ \t]+$/g, '')] : [];
  });
}
