import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { size } from '../endurance/figures.ts';
import { at, request } from '../stack/request.ts';
import { until } from '../stack/clock.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { keyFolder, keys, type KeyFolder } from '../stack/bank-commands.ts';
import { register } from '../stack/test-user.ts';
import { Program, verdictOf } from '../stack/program.ts';

let folder: KeyFolder;
let stack: Stack;

test.beforeAll(async () => {
  folder = keyFolder();
  expect(await keys(['init', '--folder', folder.path])).toMatchObject({ code: 0 });
  stack = await startStack({ keys: { bank: folder.bank, retirement: folder.retirement } });
  await register(stack, 'ada');
});

test.afterAll(async () => {
  await stack?.stop();
  folder?.remove();
});

const halves = (text: string): [string, string][] => [
  ['half of it', text.slice(0, text.length / 2)],
  ['all but the last bracket', text.slice(0, text.lastIndexOf('}'))],
  ['nothing', ''],
  ['an empty ring', '{"keys":[]}'],
  ['a short key', JSON.stringify({ keys: [{ kty: 'oct', alg: 'HS256', kid: 'a', k: 'c2hvcnQ' }], signing: 'a' })],
  ['bytes of another kind', '\u0000\u0001\u0002'],
];

for (const service of ['bank', 'retirement'] as const) {
  test(`a half-written key file is not taken at ${service}: the old ring stays in force, and health and log say so`, async () => {
    const file = folder[service];
    const whole = readFileSync(file, 'utf8');
    const session = await Program.logIn(stack, 'ada');
    const errors: string[] = [];
    const broken: [string, string | undefined][] = [...halves(whole), ['no file', undefined]];
    // Each takes two readings of the file, four seconds.
    for (const [kind, text] of broken.slice(0, size(broken.length, 1))) {
      if (text === undefined) rmSync(file);
      else writeFileSync(file, text);
      if ((await until(async () => (await keyFileErrorAt(service)) !== null, 60_000, 100)) === undefined)
        errors.push(`${kind}: health says nothing`);
      const old = await session.ask(stack[service], { path: '/api/me' });
      const fresh = await Program.logIn(stack, 'ada');
      const young = await fresh.ask(stack[service], { path: '/api/me' });
      const verdicts = [old, young, await fresh.renew()].map(verdictOf).join(', ');
      if (verdicts !== '200, 200, 200') errors.push(`${kind}: ${verdicts}`);
      if ((await stack[service].replicas[0]?.isReady()) !== true) errors.push(`${kind}: not ready`);
      // As the command does it: never half a file.
      writeFileSync(`${file}.new`, whole, { mode: 0o600 });
      renameSync(`${file}.new`, file);
      if ((await until(async () => (await keyFileErrorAt(service)) === null, 60_000, 100)) === undefined)
        errors.push(`${kind}: health goes on complaining`);
    }
    expect(errors).toEqual([]);
    const said = stack[service].replicas[0]?.running.output() ?? '';
    expect(said).toContain('the old keys stay in use');
    const { keys: ring } = JSON.parse(whole) as { keys: { k?: string }[] };
    expect(
      ring.filter(({ k }) => k !== undefined && said.includes(k)),
      'no key is in the log',
    ).toEqual([]);
  });
}

/** What health says of the key file; undefined if it says nothing of keys. */
async function keyFileErrorAt(service: 'bank' | 'retirement'): Promise<unknown> {
  const response = await request(at(stack[service], stack[service].replicas[0]), { path: '/health/ready' });
  const { checks } = JSON.parse(response.body) as { checks?: { keys?: { detail?: { fault?: unknown } } } };
  return checks?.keys?.detail?.fault;
}
