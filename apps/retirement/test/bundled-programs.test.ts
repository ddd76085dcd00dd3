import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { expect, test } from '@jest/globals';

const dist = new URL('../dist/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, dist), 'utf8');
const named = (ending: string) => readdirSync(dist).filter((name) => name.endsWith(ending));

const sources = named('.js.map').flatMap((name) => (JSON.parse(read(name)) as { sources: string[] }).sources);

test('the programs of retirement are made of nothing that signs, hashes passwords, or is the bank', () => {
  const ofTheBank = /jsonwebtoken\/sign\.js|@nestjs\/jwt|bcryptjs|piscina|apps\/bank\//;
  expect(sources.filter((source) => ofTheBank.test(source))).toEqual([]);
  // The same reading finds what is there.
  expect(sources.filter((source) => /jsonwebtoken\/verify\.js|src\/retirement\.module\.ts/.test(source))).toHaveLength(
    2,
  );
});

test('they need no package beside them', () => {
  const imported = named('.js').flatMap((name) =>
    [...read(name).matchAll(/^(?:import|export) [^;]*? from "([^"]+)";/gms)].map(([, from]) => from!),
  );
  expect(imported).toContain('node:crypto');
  expect(imported.filter((from) => !from.startsWith('./') && !isBuiltin(from))).toEqual([]);
});
