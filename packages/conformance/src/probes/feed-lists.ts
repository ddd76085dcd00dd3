import { randomUUID } from 'node:crypto';
import { isDoneWithin, until } from '../client/clock.js';
import { bearer } from '../client/credentials.js';
import { finding, isGood, verdictOf, type Finding } from '../client/exchange.js';
import type { RemoteService } from '../client/remote-service.js';
import { mintOf, type Probe, type ProbeContext } from '../probe/probe.js';
import type { StubBank } from '../bank/stub-bank.js';
import { followed, HEARS_WITHIN, HEARS_WITHIN_MS, NEEDS, RENEW, wordsOf } from './feed-calls.js';
import { stillOpen } from './logout.js';

const NEWER = { refusal: RENEW };

/** The lists that version 2 of the feed adds; each leaves the stub bank to the next. */
export const feedLists: Probe[] = [
  {
    id: 'rights-changed',
    name: 'asks for a newer token within a second after the rights of a person have changed, and of nobody else',
    sends:
      'tokens with the version of rights before, in between, at and after what the feed tells, twice in a row; of others, and of version 1; then what the feed told first',
    demands:
      '401 `renew_required` for the older ones within 1 s (`--ended-within`), before any role is looked at; 2xx for the others, and for a logout with an older one',
    source: 'docs/tokens.md, what a service knows of rights; service contract: the list `rights`',
    rules: ['rights-changed', 'feed-rights'],
    needs: [...NEEDS],
    run: rightsChanged,
  },
  {
    id: 'deleted',
    name: 'learns of deleted accounts, and keeps nothing of them',
    sends: 'two accounts deleted one after the other; with `--export`, what the service tells of one before and after',
    demands:
      'within 8 s it asks for those after the last one; with `--export`, what it then tells of the person is what it tells of a stranger',
    source: 'service contract: the list `deleted` and its cursor',
    rules: ['feed-deleted'],
    needs: [...NEEDS],
    run: deleted,
  },
  {
    id: 'older-bank',
    name: 'follows a replica of the bank that knows no version 2 of the feed, and misses nothing of what that does not tell',
    sends:
      'answers of version 1 to questions for version 2, while a session ends, rights change and an account is deleted; then version 2 again',
    demands: `401 \`session_ended\` meanwhile; within ${HEARS_WITHIN} s after it 401 \`renew_required\`, and the cursor of the deletion`,
    source: 'service contract: a rolling upgrade mixes replicas of two releases',
    rules: ['feed-rights', 'feed-deleted'],
    needs: [...NEEDS],
    run: olderBank,
  },
];

async function rightsChanged(context: ProbeContext): Promise<Finding[]> {
  const stubBank = await followed(context);
  const { tokens } = mintOf(context);
  const { service, role } = context;
  const sub = randomUUID();
  const found: Finding[] = [];
  const expect = async (kind: string, wanted: string, token: string): Promise<void> => {
    const exchange = await service.read([bearer(token)]);
    const words = wordsOf(exchange);
    if (words !== wanted) found.push(finding(kind, exchange, `${words}, not ${wanted}`));
  };
  await expect('before', 'taken', tokens.token({ sub }));
  let older = '';
  for (const rv of [2, 5]) {
    stubBank.changeRights(sub, rv);
    const last = await stillOpen(context, tokens.token({ sub, rv: rv - 2 }), undefined, NEWER);
    if (last !== undefined) found.push(finding(`rights ${rv - 2} a second after ${rv}`, last));
    await expect(`rights ${rv - 1} after ${rv}`, RENEW, tokens.token({ sub, rv: rv - 1 }));
    await expect(`rights ${rv}`, 'taken', tokens.token({ sub, rv }));
    await expect(`rights ${rv + 1}, newer than the feed`, 'taken', tokens.token({ sub, rv: rv + 1 }));
    await expect('version 1', 'taken', tokens.token({ sub, ver: 1 }));
    await expect('somebody else', 'taken', tokens.token({ sub: randomUUID() }));
    older ||= await setOf(stubBank);
  }
  await isDoneWithin(stubBank.give({ kind: 'an older set', body: older }), HEARS_WITHIN_MS);
  await expect('rights 4 after a replay of what was before 5', RENEW, tokens.token({ sub, rv: 4 }));
  if (role !== undefined) {
    const kept = await service.write(role.route, [bearer(tokens.token({ sub }))]);
    const words = verdictOf(kept);
    const kind = 'without the role and with older rights';
    if (words !== RENEW) found.push(finding(kind, kept, `${words}, not ${RENEW}`));
  }
  const out = await service.write({ method: 'POST', path: '/api/logout' }, [bearer(tokens.token({ sub }))]);
  if (!isGood(out)) found.push(finding('logout with older rights', out));
  return found;
}

/** All that the stub bank has to tell at this moment, as it says it. */
async function setOf(stubBank: StubBank): Promise<string> {
  const before = stubBank.lastSet;
  stubBank.mood = 'eager';
  await until(() => stubBank.lastSet !== before, HEARS_WITHIN_MS);
  stubBank.mood = 'true';
  return stubBank.lastSet;
}

async function deleted(context: ProbeContext): Promise<Finding[]> {
  const stubBank = await followed(context);
  const { tokens } = mintOf(context);
  const { service, exported, sensitive, write } = context;
  const [sub, stranger] = [randomUUID(), randomUUID()];
  const found: Finding[] = [];
  const tell = async (of: string): Promise<Told> =>
    exported === undefined ? { words: '' } : toldOf(service, exported, tokens.token({ sub: of }), of);
  for (const route of [write, sensitive]) if (route) await service.write(route, [bearer(tokens.token({ sub }))]);
  const before = await tell(sub);
  const { words: nothing } = await tell(stranger);
  if (exported !== undefined && before.words === nothing)
    found.push({ ...before, kind: 'what is told of who wrote', seen: nothing.slice(0, 100) });
  stubBank.deleteAccount(sub);
  found.push(...(await unread(stubBank, 'an account is deleted')));
  if (exported !== undefined) {
    let after = before;
    const gone = await until(async () => (after = await tell(sub)).words === nothing, HEARS_WITHIN_MS, 100);
    if (gone === undefined)
      found.push({ ...after, kind: 'what is told of a deleted account', seen: after.words.slice(0, 160) });
  }
  stubBank.deleteAccount(randomUUID());
  return [...found, ...(await unread(stubBank, 'a second account is deleted'))];
}

/** A service that does not come to ask for what follows the newest deletion. */
async function unread(stubBank: StubBank, kind: string): Promise<Finding[]> {
  const asksAfter = (): number | undefined => stubBank.lastQuestion?.deletedAfter;
  const read = await until(() => (asksAfter() ?? 0) >= stubBank.cursor, HEARS_WITHIN_MS);
  return read === undefined ? [{ kind, seen: `it still asks for those after ${String(asksAfter())}` }] : [];
}

/** What a service keeps of somebody, and the exchange that tells it. */
type Told = Pick<Finding, 'exchange'> & { readonly words: string };

/** What a service keeps of somebody, without who it is and when that was told. */
async function toldOf(service: RemoteService, path: string, token: string, sub: string): Promise<Told> {
  const exchange = await service.ask({ path, headers: [bearer(token)] });
  if (!isGood(exchange)) return { words: verdictOf(exchange), exchange };
  const body = (exchange.answer?.body ?? '').replaceAll(sub, 'sub');
  return { words: body.replaceAll(/"\d{4}-\d{2}-\d{2}T[^"]*"/g, '"time"'), exchange };
}

async function olderBank(context: ProbeContext): Promise<Finding[]> {
  const stubBank = await followed(context);
  const { tokens } = mintOf(context);
  const [sub, sid] = [randomUUID(), randomUUID()];
  const found: Finding[] = [];
  try {
    stubBank.isOld = true;
    stubBank.revoke(sid);
    const last = await stillOpen(context, tokens.token({ sid }), HEARS_WITHIN);
    if (last !== undefined) found.push(finding('a session revoked meanwhile', last));
    stubBank.changeRights(sub, 1);
    stubBank.deleteAccount(randomUUID());
    // Heard after the rights had changed: who counts that as heard up to then never hears of them.
    const next = randomUUID();
    stubBank.revoke(next);
    const still = await stillOpen(context, tokens.token({ sid: next }), HEARS_WITHIN);
    if (still !== undefined) found.push(finding('a second session revoked meanwhile', still));
  } finally {
    stubBank.isOld = false;
  }
  const rights = await stillOpen(context, tokens.token({ sub }), HEARS_WITHIN, NEWER);
  if (rights !== undefined) found.push(finding('rights changed meanwhile, after it', rights));
  return [...found, ...(await unread(stubBank, 'an account deleted meanwhile, after it'))];
}
