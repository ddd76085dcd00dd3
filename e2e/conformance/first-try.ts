import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chapters, isLetIn, probeContext, readOptions, runProbes, textOf, type Result } from '@latchkey/conformance';
import { freePort } from '../stack/free-port.ts';
import { projectRoot } from '../stack/paths.ts';
import { start, untilReady } from '../stack/process.ts';
import { MEANINGS } from './first-try-meanings.ts';

/** The page that tells how far a first try is; written by e2e/conformance/write-docs.ts. */
export const FIRST_TRY = `${projectRoot}docs/first-try.md`;

const SERVER = 'e2e/conformance/first-try/server.js';
const OURS = 'examples/express/server.js';
// Nobody answers there: what is asked of the bank is asked of the stub.
const ISSUER = 'https://bank.localhost:1';
const ROUTES = [
  ...['--sensitive', 'PUT:/api/pension:{"monthlyMinor":"200000"}'],
  ...['--role', 'adviser=GET:/api/pension/clients'],
];

/** Starts the first try next to a stub bank, and probes it. */
export async function probeFirstTry(patience = '20'): Promise<Result[]> {
  const [port, bankPort, secret] = [await freePort(), await freePort(), randomBytes(48).toString('base64url')];
  const url = `http://127.0.0.1:${port}`;
  const env = { PORT: String(port), JWT_SECRET: secret, SSO_ISSUER: ISSUER, SSO_COOKIE_DOMAIN: 'demo.localhost' };
  const running = start(projectRoot + SERVER, env);
  try {
    const isReady = async (): Promise<boolean> =>
      (await fetch(`${url}/health/live`).catch(() => undefined))?.ok === true;
    await untilReady('the first try', running, isReady);
    const options = readOptions(
      [
        ...[
          '--url',
          url,
          '--origin',
          url,
          '--audience',
          'pension',
          '--issuer',
          ISSUER,
          '--play-bank',
          String(bankPort),
        ],
        ...['--patience', patience, ...ROUTES],
      ],
      { LATCHKEY_SECRET: secret },
    );
    if (typeof options === 'string') throw new Error(options);
    const { context, close } = await probeContext(options);
    return await runProbes(context).finally(close);
  } finally {
    await running.stop();
  }
}

/** The page as it must be, from what the probes found. */
export function firstTryPage(results: readonly Result[]): string {
  const of = (verdict: Result['verdict']): Result[] => results.filter((result) => result.verdict === verdict);
  const [passed, failed] = [of('passed'), of('failed')];
  const open = failed.filter((result) => result.failures.some(isLetIn));
  const rows = chapters.flatMap(({ id, title, probes }) => {
    const inside = results.filter(
      (result) => probes.some((probe) => probe.id === result.id) && result.verdict !== 'skipped',
    );
    const wrong = inside.filter(({ verdict }) => verdict === 'failed');
    const meaning = MEANINGS[id];
    if (wrong.length === 0) return [];
    if (meaning === undefined) throw new Error(`nothing is told of what it means that ${id} fails`);
    const names = wrong.map((result) => (result.failures.some(isLetIn) ? `**${result.id}**` : result.id)).join(', ');
    return [
      `| ${title} | ${inside.length - wrong.length} of ${inside.length} | ${names} | ${meaning.means} | ${meaning.ours} |`,
    ];
  });
  return `${[
    '# A first try, and how far it is',
    '',
    'Written by `node e2e/conformance/write-docs.ts`; `npm test` runs the code below and compares.',
    '',
    'Express and `jsonwebtoken`, the shared secret, issuer and audience checked: what an engineer writes in an afternoon. It works with every token that the bank issues.',
    '',
    '```js',
    readFileSync(projectRoot + SERVER, 'utf8').trim(),
    '```',
    '',
    `**${passed.length} of ${passed.length + failed.length} probes pass.** In ${open.length} of the ${failed.length} that fail something was let in that is to be refused (bold below); the others refuse, in`,
    'a form that sites cannot act on, or do nothing where something was to be done.',
    '',
    '| about | passed | fails | what it means | what `@latchkey/verifier` does |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    'A failed probe says what to do about it:',
    '',
    '```',
    sample(results),
    '```',
    '',
    '## The same with the verifier',
    '',
    `[${OURS}](../${OURS}) is the same service in fewer lines; \`npm test\` probes it, and it passes all that it has.`,
  ].join('\n')}\n`;
}

/** One failure as the command tells it, without what differs from run to run. */
function sample(results: readonly Result[]): string {
  const result = results.find(({ id }) => id === 'typ');
  if (result === undefined) throw new Error('the first try was not probed for the type of its tokens');
  return textOf(result)
    .replaceAll(/ey[\w-]{20,}\.[\w-]+\.[\w-]+/g, 'eyJhbGciOiJIUzI1NiIs…')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:3003')
    .replaceAll(/ \(\d+\.\d s\)/g, '');
}
