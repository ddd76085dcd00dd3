import { expect } from '@playwright/test';
import { claimsOf, encodeRequest, gather, sendRaw, type RawResponse } from '@latchkey/conformance/client';
import { test, type AttackedStack } from './attacked-stack.ts';

const FEED = '/.well-known/latchkey/revocations';
const FIRST = ['as_of', 'etag', 'iat', 'iss', 'kind', 'sids'];
const SECOND = [...FIRST, 'deleted', 'deleted_after', 'deleted_to', 'rights', 'ver'];

/** What no reader of ours would send: where it is not understood it counts as not said. */
const ODD = [
  ...['', '-1', '1.5', '1e3', '01', '+1', ' 1', '1 ', '0x1', 'abc', 'null', 'NaN', 'Infinity', '%00', '%F0%9F%98%80'],
  ...['9007199254740992', '9223372036854775808', '9'.repeat(300), "1' OR '1'='1", '[]', '{}', '1;2', '1,2', '١'],
];

function ask({ stack }: AttackedStack, query: string, headers: [string, string][] = []): Promise<RawResponse | null> {
  const { port, host } = stack.bank;
  return sendRaw(port, encodeRequest({ path: FEED + query, host, headers }));
}

/** What is wrong with an answer that must be the whole set of this version. */
function errorsOf(answer: RawResponse | null, names: readonly string[]): string[] {
  if (answer?.status !== 200) return [`${answer?.status ?? 'no answer'} ${answer?.body ?? ''}`];
  const claims = claimsOf(answer.body);
  const { kind, deleted_after: after, deleted_to: to } = claims;
  const found = Object.keys(claims).toSorted().join() === names.toSorted().join() ? [] : [Object.keys(claims).join()];
  if (kind !== 'set') found.push(`kind ${String(kind)}`);
  if (names === SECOND && !(Number.isSafeInteger(after) && Number(after) >= 0 && Number(to) >= Number(after)))
    found.push(`deleted after ${String(after)} to ${String(to)}`);
  return found;
}

test('the feed tells the old lists to every reader that does not ask for exactly version 2', async ({ attacked }) => {
  const versions = [
    '',
    '?ver=',
    '?ver=1',
    '?ver=3',
    '?ver=02',
    '?ver=2.0',
    '?ver=%32%30',
    '?ver=two',
    '?VER=2',
    '?ver=2&ver=1',
  ];
  const errors = await gather([...versions, '?ver=2&ver=2', '?ver[]=2', '?version=2'], async (query) =>
    errorsOf(await ask(attacked, query), FIRST).map((error) => `${query}: ${error}`),
  );
  expect(errors).toEqual([]);
  expect(errorsOf(await ask(attacked, '?ver=2'), SECOND)).toEqual([]);
});

test('a cursor or a moment that no reader of ours would name costs a whole set, and breaks nothing', async ({
  attacked,
}) => {
  const queries = ['since', 'rights_since', 'deleted_after'].flatMap((name) => [
    ...ODD.map((value) => `?ver=2&${name}=${value}`),
    `?ver=2&${name}=1&${name}=2`,
    `?ver=2&${name}[]=1`,
    `?ver=2&${name}[$gt]=0`,
  ]);
  const errors = await gather(queries, async (query) =>
    errorsOf(await ask(attacked, query.replaceAll(' ', '%20')), SECOND).map(
      (error) => `${query.slice(0, 60)}: ${error}`,
    ),
  );
  expect(errors).toEqual([]);
});

test('a reader whose cursor is ahead of all deletions is put back, and told so at once', async ({ attacked }) => {
  const first = await ask(attacked, '?ver=2');
  const { etag, deleted_to: newest } = claimsOf(first?.body ?? '');
  const headers: [string, string][] = [
    ['If-None-Match', `"${String(etag)}"`],
    ['Prefer', 'wait=0'],
  ];
  for (const cursor of [Number(newest) + 1, Number.MAX_SAFE_INTEGER]) {
    const answer = await ask(attacked, `?ver=2&deleted_after=${cursor}`, headers);
    const { kind, deleted_to: to } = claimsOf(answer?.body ?? '');
    // With nothing new the answer is a heartbeat; what it names is never beyond what there is.
    expect(['heartbeat', 'set', 'delta']).toContain(kind);
    expect(Number(to ?? newest)).toBeLessThanOrEqual(Number(newest));
  }
});
