import { expect } from '@playwright/test';
import { test } from '../../../browser/test.js';
import { errorTextOf } from '../error-text.js';
import { page } from '../html/page.js';
import { junitToHandOn } from '../junit.js';
import { markdown } from '../markdown.js';
import { aRecord, aRun, aStep } from './runs.js';

const HOSTILE = `"><script>alert(1)</script> & ' | [x](javascript:alert(1)) \`code\` ]]> \u0000\u001b[31m <!-- `;
const exchange = { at: 1_500, by: 'program', method: HOSTILE, status: 401, error: undefined, milliseconds: 3 } as const;
const line = {
  time: 1_500,
  service: HOSTILE,
  level: 'info',
  requestId: 'id',
  what: HOSTILE,
  more: [[HOSTILE, HOSTILE]],
} as const;

/** Every text of a report, hostile. */
const hostile = aRun(
  aStep({
    title: HOSTILE,
    chapter: HOSTILE,
    outcome: 'failed',
    expects: HOSTILE,
    look: HOSTILE,
    trace: HOSTILE,
    errors: [{ words: HOSTILE, detail: HOSTILE }],
    record: aRecord({
      names: { 'http://a': HOSTILE },
      notes: [
        { kind: 'saw', text: HOSTILE },
        { kind: 'figure', name: HOSTILE, value: 1 },
        { kind: 'table', caption: HOSTILE, head: [HOSTILE, HOSTILE], rows: [[HOSTILE, HOSTILE]] },
        {
          kind: 'token',
          caption: HOSTILE,
          token: { fingerprint: 'abcdef', length: 1, header: { [HOSTILE]: HOSTILE }, claims: {}, signature: HOSTILE },
        },
      ],
      requests: [{ ...exchange, url: `http://a/${HOSTILE}`, requestId: 'id', sent: [HOSTILE], got: [], code: HOSTILE }],
    }),
    linesOf: new Map([['id', [line]]]),
    warnings: [line],
  }),
  aStep({ number: 2, title: HOSTILE, outcome: 'left out', reason: HOSTILE }),
);

test('nothing that a step says is markup in the page', async ({ browser }) => {
  const context = await browser.newContext();
  const view = await context.newPage();
  const said: string[] = [];
  view.on('dialog', (dialog) => void dialog.dismiss().then(() => said.push('dialog')));
  view.on('console', (message) => said.push(message.text()));
  await view.setContent(page(hostile));
  expect(await view.locator('script').count()).toBe(0);
  expect(await view.locator('a[href^="javascript:"]').count()).toBe(0);
  expect(await view.locator('article.step').count()).toBe(2);
  await expect(view.locator('.seen li')).toContainText('<script>alert(1)</script>');
  expect(said).toEqual([]);
  await context.close();
});

test('JUnit is well-formed whatever went wrong besides the steps', async ({ browser }) => {
  const view = await browser.newPage();
  const told = await view.evaluate(
    (xml) => {
      const parsed = new DOMParser().parseFromString(xml, 'application/xml');
      const cases = [...parsed.querySelectorAll('testcase')];
      return {
        errors: parsed.querySelectorAll('parsererror').length,
        cases: cases.map((one) => [...one.children].map(({ tagName }) => tagName)),
        message: parsed.querySelector('error')?.getAttribute('message'),
        sums: ['tests', 'errors'].map((name) => parsed.querySelector('[name=run]')?.getAttribute(name)),
      };
    },
    junitToHandOn('<testsuites tests="1">\n<testsuite><testcase/></testsuite>\n</testsuites>', [HOSTILE, 'no bank']),
  );
  expect(told.errors).toBe(0);
  expect(told.cases).toEqual([[], ['error'], ['error']]);
  expect(told.message).toContain("<script>alert(1)</script> & '");
  expect(told.sums).toEqual(['2', '2']);
  await view.close();
});

test('Markdown holds no markup, link or cell that a step made', () => {
  const text = markdown(hostile);
  expect(text).not.toMatch(/<script|(?<!\\)\[x\]|(?<!\\)`code/);
  const rows = text.split('\n').filter((row) => /^\| [✗–]/.test(row));
  expect(rows).toHaveLength(2);
  for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(4);
});

test('a failure is told with its cause, where to look first and its trace', () => {
  const errors = [{ words: 'It was not there.', detail: 'Error' }];
  const failed = aStep({ outcome: 'failed', errors, look: 'apps/bank/src/login', trace: 'traces/step-1.zip' });
  const texts = [page(aRun(failed)), markdown(aRun(failed))];
  for (const text of texts) {
    for (const part of [
      'It was not there.',
      'apps/bank/src/login',
      'traces/step-1.zip',
      'without tokens and passwords',
    ])
      expect(text).toContain(part);
  }
});

test('a step that was left out says why in every report', () => {
  const left = aStep({ outcome: 'left out', reason: 'not against running services: it kills and restarts services' });
  const run = aRun(aStep(), left);
  for (const text of [page(run), markdown(run)]) expect(text).toContain('it kills and restarts services');
});

const errors: readonly (readonly [string, string])[] = [
  [
    "Error: \u001b[2mexpect(\u001b[22m\u001b[31mlocator\u001b[39m).toBeVisible() failed\n\nLocator: getByRole('heading', { level: 1, name: 'Log in' })\nExpected: visible\nTimeout: 7000ms\nError: element(s) not found\n",
    'Waited 7 s for the heading “Log in” to be visible; it was not there.',
  ],
  [
    'Error: the bank is not asked again\n\nexpect(received).toBe(expected) // Object.is equality\n\nExpected: 0\nReceived: 3\n',
    'the bank is not asked again: expected 0, but it was 3.',
  ],
  [
    'Error: bank-home\n\nexpect(received).toEqual(expected) // deep equality\n\n- Expected  - 1\n+ Received  + 3\n\n- Array []\n+ Array [\n+   "bank-home at 320 px scrolls sideways by 9 px",\n+ ]\n',
    'bank-home: bank-home at 320 px scrolls sideways by 9 px',
  ],
  ['Test timeout of 120000ms exceeded.', 'It was not done after 120 s.'],
  ['Error: registering ada: 409 taken\n    at /somewhere', 'registering ada: 409 taken'],
];
for (const [message, words] of errors) {
  test(`an error is told in plain words: ${words}`, () => {
    expect(errorTextOf(message, [], '/work/').words).toBe(words);
  });
}

test('an error tells neither a password nor a place of this machine', () => {
  const { detail } = errorTextOf(
    'Error: my password here\n at /home/me/project/e2e/x.ts:1',
    ['my password'],
    '/home/me/project/',
  );
  expect(detail).toBe('Error: [password] here\n at e2e/x.ts:1');
});
