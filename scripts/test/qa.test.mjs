import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { test } from 'node:test';
import { filesWithout, partsOfScenario, readArguments } from '../qa-arguments.mjs';
import { accountAt, errorsOf } from '../qa-services.mjs';
import { isAnyStep } from '../playwright.mjs';

const BANK = ['--bank', 'http://bank.demo.localhost:3001'];
const RETIREMENT = ['--retirement=https://retirement.example.com/'];

test('without words the scenario runs on services of its own', () => {
  const asked = readArguments([], {});
  assert.deepEqual(asked, {
    errors: [],
    only: undefined,
    without: [],
    report: undefined,
    services: undefined,
    account: undefined,
  });
});

test('two addresses and a user are read, with the password from the environment if it is not given', () => {
  const { errors, services, account } = readArguments([...BANK, ...RETIREMENT, '--username', 'ada'], {
    LATCHKEY_QA_PASSWORD: 'from the environment',
  });
  assert.deepEqual(errors, []);
  assert.deepEqual(services, { bank: 'http://bank.demo.localhost:3001', retirement: 'https://retirement.example.com' });
  assert.deepEqual(account, { username: 'ada', password: 'from the environment' });
});

test('a folder is meant from where the command was typed', () => {
  assert.equal(readArguments(['--report', 'out'], { INIT_CWD: '/somewhere' }).report, '/somewhere/out');
});

const bad = [
  [BANK, 1],
  [RETIREMENT, 1],
  [[...BANK, '--retirement', 'http://bank.demo.localhost:3001'], 1],
  [['--bank', 'bank.example.com', '--retirement', 'ftp://a'], 2],
  [['--bank', 'http://a/login', '--retirement', 'http://ada:secret@b'], 2],
  [['--username', 'ada'], 2],
  [[...BANK, ...RETIREMENT, '--password', 'x'], 1],
  [['--keep'], 1],
  [['--without', 'galleries'], 1],
  [['--without', 'gallery,,pictures'], 2],
  [['--only'], 1],
  [['--only=a', '--only=b'], 1],
  [['--fast', 'please'], 2],
];
for (const [words, count] of bad) {
  test(`what is wrong with ${words.join(' ')} is told at once`, () => {
    const { errors } = readArguments(words, {});
    assert.equal(errors.length, count, errors.join('\n'));
    for (const error of errors) assert.doesNotMatch(error, /secret|undefined/);
  });
}

test('a part of the scenario is left out by its name, or all that begin alike', () => {
  assert.deepEqual(readArguments(['--without', 'gallery, clocks'], {}).without, ['gallery', 'clocks']);
  const names = ['tabs', 'gallery-bank', 'gallery-states', 'galleries', 'deep-link'];
  assert.deepEqual(partsOfScenario(names), [
    'deep-link',
    'galleries',
    'gallery',
    'gallery-bank',
    'gallery-states',
    'tabs',
  ]);
  const left = filesWithout(['gallery', 'tabs'], names);
  assert.deepEqual(left, [
    '(qa/steps|test/scenario)/galleries\\.spec\\.ts$',
    '(qa/steps|test/scenario)/deep-link\\.spec\\.ts$',
  ]);
});

test('without the galleries no gallery is among the steps, and the rest is', async () => {
  assert.equal(await isAnyStep({ only: 'Gallery: the plan', without: ['gallery'] }), false);
  assert.equal(await isAnyStep({ only: 'a double click saves once', without: ['gallery'] }), true);
});

/** Something that answers like a bank and a retirement, each at an address of its own. */
async function services(t, answers) {
  const open = async (name) => {
    const server = createServer((request, response) => {
      const { status, body } = answers(`${name} ${request.method} ${request.url}`, urls) ?? { status: 404, body: {} };
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    return `http://${name}.demo.localhost:${server.address().port}`;
  };
  const urls = { bank: await open('bank'), retirement: await open('retirement') };
  return urls;
}

const listed = (asked, { bank, retirement }) => {
  const known = ['bank GET /.well-known/latchkey/services', 'retirement GET /api/services'];
  const list = {
    services: [
      { id: 'bank', url: bank },
      { id: 'retirement', url: retirement },
    ],
  };
  return known.includes(asked) ? { status: 200, body: list } : undefined;
};

test('two services of one stack are taken', async (t) => {
  assert.deepEqual(await errorsOf(await services(t, listed)), []);
});

test('services that are swapped, dead or of another stack are told by name', async (t) => {
  const { bank, retirement } = await services(t, listed);
  assert.match(
    (await errorsOf({ bank: retirement, retirement: bank })).join(),
    /no bank of ours.*no retirement of ours/s,
  );
  assert.match(
    (await errorsOf({ bank, retirement: 'http://retirement.localhost:1' })).join(),
    /cannot be reached.*not of one stack/s,
  );
  assert.match(
    (await errorsOf({ bank: bank.replace('bank.demo', 'other'), retirement })).join(),
    /calls itself http:\/\/bank/,
  );
});

const login = (status) => (asked, urls) =>
  asked === 'bank POST /api/login' ? { status, body: { detail: 'no' } } : listed(asked, urls);

test('a wrong password ends the run before it starts', async (t) => {
  const account = { username: 'ada', password: 'wrong' };
  await assert.rejects(accountAt(await services(t, login(401)), account), /does not take this login for ada/);
  await assert.rejects(accountAt(await services(t, login(429)), account), /lets ada not log in for some more s/);
  assert.equal(await accountAt(await services(t, login(200)), account), account);
});

test('where nobody may register a user is asked for', async (t) => {
  const closed = (asked, urls) =>
    asked === 'bank POST /api/register' ? { status: 429, body: { code: 'too_many' } } : listed(asked, urls);
  await assert.rejects(accountAt(await services(t, closed), undefined), /429: too_many.*--username/);
});

test('words that no step has in its name are known before the run', async () => {
  assert.equal(await isAnyStep({ only: 'no step has (these) words' }), false);
  assert.equal(await isAnyStep({ only: 'a double click saves once' }), true);
});

test('http where https is spoken, and the other way round, are told as such', async (t) => {
  const { bank, retirement } = await services(t, listed);
  const secure = bank.replace('http:', 'https:');
  assert.match((await errorsOf({ bank: secure, retirement })).join(), /speaks no https: is it http:\/\/bank/);
  const deaf = createTcpServer((socket) => socket.resetAndDestroy());
  await new Promise((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  t.after(() => deaf.close());
  const plain = `http://bank.demo.localhost:${deaf.address().port}`;
  assert.match((await errorsOf({ bank: plain, retirement })).join(), /hangs up on http: is it https:\/\/bank/);
});
