import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { recoverThrough } from '../dist/http/api.client.js';
import { ApiError } from '../dist/http/api.errors.js';
import { createRecovery } from '../dist/session/recovery.js';
import { createRenewal } from '../dist/session/renewal.client.js';
import type { Renewal } from '../dist/session/renewal.client.js';
import { createSessionPoll } from '../dist/session/session-poll.js';
import { createSession } from '../dist/session/session.client.js';
import type { Session } from '../dist/session/session.client.js';
import { createTokenAge } from '../dist/session/token-age.js';
import type { TokenAge } from '../dist/session/token-age.js';

const realFetch = globalThis.fetch;
/** What the bank has written: the token of the browser, and the rights in force. */
let token: { iat: number; roles?: string[] };
let inForce: { iat: number; roles?: string[] };
let sub: string;
let asked: string[];
let session: Session;
let renewal: Renewal;
let age: TokenAge;

beforeEach(async () => {
  asked = [];
  sub = 'ada';
  token = { iat: 1_000, roles: [] };
  inForce = token;
  globalThis.fetch = async (where) => {
    const path = typeof where === 'string' ? where : new URL(where as URL).pathname;
    asked.push(path);
    const headers = { date: new Date(1_001_000).toUTCString() };
    if (path === '/api/refresh') token = inForce;
    else if (token !== inForce) return Response.json({ code: 'renew_required' }, { status: 401, headers });
    return Response.json(
      { sub, sid: 's', username: 'ada', auth_time: 1_000, exp: token.iat + 900, ...token },
      { headers },
    );
  };
  age = createTokenAge();
  renewal = createRenewal(new URL('http://bank.demo.localhost:3001'), age);
  session = createSession({ age, renewal, isAtIssuer: true, absoluteMs: 43_200_000 });
  const { end, refresh } = session;
  recoverThrough(createRecovery({ age, usedSince: () => Promise.resolve(), renewal, end, refresh }));
  await session.load({ always: true });
  asked = [];
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

const roles = () => {
  const state = session.state();
  return state.status === 'authenticated' ? state.me.roles : state.status;
};
const become = (next: typeof token) => (inForce = next);

describe('the roles that a page knows', () => {
  test('are those of the token', () => {
    expect(roles()).toEqual([]);
  });

  test.each([
    ['gained', [], ['support']],
    ['lost', ['support'], []],
  ])('are %s with the next request of the page, by one renewal', async (_, before, after) => {
    become({ iat: 1_000, roles: before });
    token = inForce;
    await session.refresh();
    become({ iat: 1_001, roles: after });
    asked = [];
    await session.refresh();
    expect(roles()).toEqual(after);
    expect(asked.filter((path) => path === '/api/refresh')).toHaveLength(1);
  });

  test('are learnt by the question of an open page that nothing else asks anything', async () => {
    become({ iat: 1_001, roles: ['support'] });
    const poll = createSessionPoll({ session, age, isStreaming: () => false });
    await poll.ask();
    await poll.ask();
    for (let turn = 0; turn < 1_000 && roles().length === 0; turn += 1) await new Promise(setImmediate);
    expect(roles()).toEqual(['support']);
    expect(asked.filter((path) => path === '/api/refresh')).toHaveLength(1);
  });

  test('are learnt from a token that another tab got', async () => {
    become({ iat: 1_001, roles: ['support'] });
    token = inForce;
    await createSessionPoll({ session, age, isStreaming: () => false }).ask();
    expect([roles(), asked]).toEqual([['support'], ['/api/me']]);
  });

  test('tell nobody anything while they stay as they are: an open page is not in use for being asked', async () => {
    let told = 0;
    session.subscribe(() => (told += 1));
    await createSessionPoll({ session, age, isStreaming: () => false }).ask();
    expect([told, asked]).toEqual([0, ['/api/me']]);
  });

  test('are not taken from an older token, whose answer came late', () => {
    const state = session.state();
    if (state.status !== 'authenticated') throw new Error('not logged in');
    session.learn({ ...state.me, iat: 1_005, roles: [] });
    session.learn({ ...state.me, iat: 1_004, roles: ['support'] });
    expect(roles()).toEqual([]);
  });

  test('are none at a replica of the release before, which names none', async () => {
    become({ iat: 1_001 });
    token = inForce;
    await session.refresh();
    expect(roles()).toEqual([]);
  });

  test('are nobody’s once somebody else is logged in', async () => {
    sub = 'eve';
    become({ iat: 1_001, roles: ['support'] });
    token = inForce;
    await session.refresh();
    expect(roles()).toBe('locked');
  });
});

describe('leaving by a request', () => {
  test('ends the session for the page', async () => {
    await session.leave(() => Promise.resolve());
    expect(session.state()).toEqual({ status: 'anonymous', loggedOut: true });
  });

  test('that fails leaves it as it is', async () => {
    await expect(session.leave(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(session.state().status).toBe('authenticated');
  });

  test.each([
    ['that was sent, though its answer was lost', true],
    ['of which this page knows nothing', false],
  ])('is said to have been done once the session is over by one %s: %s', async (_, wasSent) => {
    const ended = { code: 'session_ended', detail: 'Your login has ended.' };
    globalThis.fetch = async () => Response.json(ended, { status: 401 });
    if (wasSent) await session.leave(() => Promise.reject(new Error('lost'))).catch(() => undefined);
    await session.end(new ApiError({ status: 401, ...ended }));
    expect(session.state()).toMatchObject({ status: 'anonymous', endReason: undefined, loggedOut: wasSent });
  });
});
