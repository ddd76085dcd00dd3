import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { logIn } from '../web/src/login/login.client.js';

const realFetch = globalThis.fetch;
let sent: Record<string, unknown>[];
let answer: (body: Record<string, unknown>) => Response;

beforeEach(() => {
  sent = [];
  globalThis.fetch = async (_, init) => {
    const body = JSON.parse((init?.body as string | null) ?? '{}') as Record<string, unknown>;
    sent.push(body);
    return answer(body);
  };
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

const WHO = { username: 'ada', password: 'correct-horse-battery-staple', transport: 'cookie' };
const problem = (status: number, code: string) => Response.json({ code, detail: code }, { status });

describe('the login page', () => {
  test('tells the bank for which service it logs in', async () => {
    answer = () => Response.json({});
    await logIn('ada', WHO.password, 'retirement');
    expect(sent).toEqual([{ ...WHO, client_id: 'retirement' }]);
  });

  test('names none where the person stays at the bank', async () => {
    answer = () => Response.json({});
    await logIn('ada', WHO.password);
    expect(sent).toEqual([WHO]);
  });

  test('logs in at a replica of the release before, which takes no service', async () => {
    answer = (body) => ('client_id' in body ? problem(400, 'request_invalid') : Response.json({}));
    await logIn('ada', WHO.password, 'retirement');
    expect(sent).toEqual([{ ...WHO, client_id: 'retirement' }, WHO]);
  });

  test.each([
    [401, 'invalid_credentials', 'invalid_credentials', 1],
    [429, 'too_many_attempts', 'too_many_attempts', 1],
    [503, 'database_away', 'database_away', 1],
    [400, 'request_invalid', 'invalid_credentials', 2],
    [413, 'body_too_large', 'invalid_credentials', 2],
  ])('says what is wrong: %i %s is %s, after %i attempts', async (status, code, said, attempts) => {
    answer = () => problem(status, code);
    await expect(logIn('ada', WHO.password, 'retirement')).rejects.toMatchObject({ code: said });
    expect(sent).toHaveLength(attempts);
  });
});

describe('a login', () => {
  test.each([
    ['says that it kept an account which was to be deleted', { deletion_undone: true }, true],
    ['says nothing of that where there was nothing to undo', {}, false],
  ])('%s', async (_, body, isKept) => {
    answer = () => Response.json(body);
    expect(await logIn('ada', WHO.password)).toBe(isKept);
  });
});
