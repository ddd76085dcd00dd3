import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { writeKeyFiles, type KeyFiles } from '../stack/key-files.ts';
import { temporaryFolder, type TemporaryFolder } from '../stack/temporary-folder.ts';
import { listExamples, type Example } from './example.ts';
import { Tarballs } from './packages.ts';
import { NotHere, prepare, probe, type Probed } from './run-example.ts';

// Thousands of questions each: a busy machine takes its time.
test.describe.configure({ mode: 'default', timeout: 400_000 });

/** They mostly wait; more would wait for the machine. */
const AT_ONCE = 5;
/** What another key than the secret can change. */
const OF_KEYS =
  'good-token key-confusion alg-none alg-mismatch kid signature-modified signature-forged same-words never-fails';

interface Tried {
  readonly shared: Probed;
  readonly curve: Probed;
}

const secret = randomBytes(48).toString('base64url');
const only = process.env['LATCHKEY_EXAMPLES']?.split(',');
const examples = listExamples().filter(({ name }) => only?.includes(name) ?? true);
/** All are tried at once, whichever is asked for first: what came of each. */
const tried = new Map<Example, Promise<Tried>>();
let keyFiles: KeyFiles;
let packed: TemporaryFolder;

test.beforeAll(() => {
  keyFiles = writeKeyFiles();
  packed = temporaryFolder('latchkey-tarballs-');
  const tarballs = new Tarballs(packed.path);
  const queue = [...examples];
  const turns = new Map(examples.map((example) => [example, Promise.withResolvers<Tried>()]));
  for (const [example, { promise }] of turns) {
    tried.set(example, promise);
    // Each is waited for in the test of its own.
    promise.catch(() => undefined);
  }
  const lane = async (): Promise<void> => {
    for (let example = queue.shift(); example !== undefined; example = queue.shift()) {
      const turn = turns.get(example);
      await tryOut(example, tarballs).then(turn?.resolve, turn?.reject);
    }
  };
  for (let index = 0; index < AT_ONCE; index += 1) void lane();
});

test.afterAll(async () => {
  await Promise.allSettled(tried.values());
  keyFiles.remove();
  packed.remove();
});

async function tryOut(example: Example, tarballs: Tarballs): Promise<Tried> {
  const prepared = await prepare(example, tarballs);
  try {
    const [shared, curve] = await Promise.all([
      probe(prepared, { secret }),
      probe(prepared, { files: keyFiles }, OF_KEYS.split(' ')),
    ]);
    return { shared, curve };
  } finally {
    prepared.remove();
  }
}

const idsOf = ({ results }: Probed, verdict: string): string[] =>
  results.filter((result) => result.verdict === verdict).map(({ id }) => id);

for (const example of examples) {
  test(`examples/${example.name}, copied out of the repository, passes every probe`, async () => {
    const { shared, curve } = await outcomeOf(example);
    const failed = [...shared.results, ...curve.results].filter(({ verdict }) => verdict === 'failed');
    const lines = failed.map(({ id, reason, failures }) =>
      [id, reason, ...failures.slice(0, 3).map(({ kind, seen }) => `${kind}: ${seen}`)].filter(Boolean).join(' / '),
    );
    expect(lines, `${shared.output}${curve.output}`.slice(-4_000)).toEqual([]);
    const pages = example.page === undefined ? ['page-renewal', 'page-fetch'] : [];
    expect(idsOf(shared, 'skipped').toSorted()).toEqual(
      ['bank-logout', 'key-confusion', ...pages, ...example.skipped].toSorted(),
    );
    expect(idsOf(curve, 'skipped')).toEqual([]);
    // No token is written anywhere, nor what it is verified with.
    for (const { output } of [shared, curve]) expect(output).not.toMatch(new RegExp(`eyJ|${secret}`));
  });
}

async function outcomeOf(example: Example): Promise<Tried> {
  try {
    return await tried.get(example)!;
  } catch (error) {
    if (!(error instanceof NotHere)) throw error;
    console.log(`  examples/${example.name} is skipped: ${error.message}`);
    test.skip(true, error.message);
    throw error;
  }
}
