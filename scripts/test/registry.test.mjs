import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { registryFile, writeRegistry } from '../data-files.mjs';
import { listServices } from '../workspace.mjs';

let dataDir;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'latchkey-registry-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const stackAt = (port) => [
  { id: 'bank', name: 'Bank', url: `http://bank.demo.localhost:${port}`, folder: 'apps/bank' },
  {
    id: 'retirement',
    name: 'Retirement',
    url: `http://retirement.demo.localhost:${port + 1}`,
    folder: 'apps/retirement',
  },
];
const listed = (port) => stackAt(port).map(({ id, name, url }) => ({ id, name, url }));
const pension = { id: 'pension', name: 'Pension', url: 'http://pension.demo.localhost:3003' };
const read = () => JSON.parse(readFileSync(registryFile(dataDir), 'utf8'));

test('a service that was added stays on the list, and the others follow their ports', () => {
  writeRegistry(dataDir, stackAt(3001));
  assert.deepEqual(read(), listed(3001));
  writeFileSync(registryFile(dataDir), JSON.stringify([pension, ...read()]));
  writeRegistry(dataDir, stackAt(4001));
  assert.deepEqual(read(), [...listed(4001), pension]);
});

test('the roles that a service declares in its manifest are written, and go when it declares them no more', () => {
  const [bank, retirement] = stackAt(3001);
  writeRegistry(dataDir, [
    { ...bank, roles: ['support'] },
    { ...retirement, roles: [] },
  ]);
  assert.deepEqual(read(), [{ ...listed(3001)[0], roles: ['support'] }, listed(3001)[1]]);
  writeRegistry(dataDir, stackAt(3001));
  assert.deepEqual(read(), listed(3001));
});

test('a manifest whose roles no token could name stops everything, and says where', () => {
  const manifest = (roles) => {
    mkdirSync(join(dataDir, 'apps', 'pension'), { recursive: true });
    const latchkey = { id: 'pension', port: 3003, ...(roles !== undefined && { roles }) };
    writeFileSync(join(dataDir, 'apps', 'pension', 'package.json'), JSON.stringify({ latchkey }));
    return () => listServices(dataDir)[0].roles;
  };
  assert.deepEqual([manifest(['adviser', 'x-9'])(), manifest(undefined)()], [['adviser', 'x-9'], []]);
  for (const roles of ['adviser', [['adviser']], ['Adviser'], [''], [7], ['a'.repeat(33)], null])
    assert.throws(manifest(roles), /apps.pension.package\.json: latchkey\.roles is a list/);
});

test('a list that cannot be read is neither overwritten nor passed over', () => {
  for (const text of ['[{"id":', '{"services":[]}', '[null]', '[{"name":"Pension"}]']) {
    writeFileSync(registryFile(dataDir), text);
    assert.throws(() => writeRegistry(dataDir, stackAt(3001)), /not a JSON list of services.*mend it, or remove it/);
    assert.equal(readFileSync(registryFile(dataDir), 'utf8'), text);
  }
});
