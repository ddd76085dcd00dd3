import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions as benchOptions } from '../src/options.ts';
import { readOptions as weightOptions } from '../src/weight/options.ts';

void test('bench and weight read what they are asked for', () => {
  assert.deepEqual(benchOptions(['--quick', '--only', 'guarded,boot']), {
    quick: true,
    anyShare: false,
    also: undefined,
    parts: ['guarded', 'boot'],
  });
  assert.deepEqual(weightOptions([]), { loads: 9, dry: false });
  assert.deepEqual(weightOptions(['--loads', '3', '--dry']), { loads: 3, dry: true });
});

const errors = [
  ['bench', benchOptions, ['--bogus'], "Unknown option '--bogus'"],
  ['bench', benchOptions, ['--only', 'boot,nothing'], 'not nothing'],
  ['bench', benchOptions, ['now'], "Unexpected argument 'now'"],
  ['weight', weightOptions, ['--bogus'], "Unknown option '--bogus'"],
  ['weight', weightOptions, ['--loads', '0'], '--loads is not a whole number'],
  ['weight', weightOptions, ['--loads'], '--loads'],
] as const;
for (const [command, read, args, words] of errors) {
  void test(`${command} refuses ${args.join(' ')} with a readable message, and says where help is`, () => {
    const ending = read(args);
    assert.ok('words' in ending);
    assert.equal(ending.code, 2);
    assert.ok(ending.words.includes(words) && ending.words.endsWith(`npm run ${command} -- --help`), ending.words);
  });
}

void test('help is no error', () => {
  for (const read of [benchOptions, weightOptions]) {
    const ending = read(['--help']);
    assert.ok('words' in ending && ending.code === 0 && ending.words.startsWith('npm run '));
  }
});
