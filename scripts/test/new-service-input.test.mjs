import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { forSite, namesOf, renamed } from '../new-service/names.mjs';
import { readArguments } from '../new-service/read-arguments.mjs';

// A clone with two services, one that a killed run has left, and a folder that is none.
let clone;
before(() => {
  clone = mkdtempSync(join(tmpdir(), 'latchkey-input-'));
  const write = (path, value) => {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), JSON.stringify(value));
  };
  const service = (id, name, port) => ({ name: `@latchkey/${id}`, latchkey: { id, name, port } });
  write('apps/bank/package.json', service('bank', 'Bank', 3001));
  write('apps/retirement/package.json', service('retirement', 'Retirement', 3002));
  write('apps/killed/package.json', service('killed', 'Killed', 3003));
  for (const id of ['bank', 'retirement'])
    for (const name of ['.env.example', 'openapi.json']) write(`apps/${id}/${name}`, {});
  write('apps/leftover/dist/main.js', '');
  write('packages/web/package.json', { name: '@latchkey/web' });
  write('package-lock.json', { packages: { 'apps/bank': {}, 'apps/retirement': {} } });
});
after(() => rmSync(clone, { recursive: true, force: true }));

/** @type {[string, string[], RegExp][]} */
const refused = [
  ['no id', [], /^The id of the service is missing: npm run new-service -- pension$/],
  ['capitals', ['Pension Plan'], /^"Pension Plan" is no id: .*, as in pension-plan\.$/],
  ['a digit first', ['2nd'], /is no id: .*, as in nd\.$/],
  ['two dashes', ['a--b'], /is no id: .*, as in a-b\.$/],
  ['a dash at the end', ['a-'], /is no id: /],
  ['a path', ['../bank'], /is no id: .*, as in bank\.$/],
  ['letters of other scripts', ['приватbank'], /is no id: /],
  ['too long an id', ['x'.repeat(33)], /is no id: .* at most 32/],
  ['two ids', ['one', 'two'], /^One service at a time: one, two are 2\.$/],
  ['a service that is there', ['bank'], /^There is a service bank already: choose another id/],
  ['a folder that is no service', ['leftover'], /^apps\/leftover is there already and is no service: move it away/],
  ['a package of ours', ['web'], /^web is taken: @latchkey\/web is a package/],
  ['a workspace of ours', ['e2e'], /^e2e is taken/],
  ['the API of all', ['api'], /^api is taken: every service has its routes below \/api/],
  ['variables of the tests', ['test'], /^test is taken: TEST_DATABASE_URL/],
  ['variables of npm start', ['latchkey-db'], /^latchkey-db is taken: LATCHKEY_DB_PORT/],
  ['a command of compose', ['keys'], /^keys is taken: docker-compose\.yml/],
  ['the proxy of compose', ['proxy'], /^proxy is taken: docker-compose\.yml/],
  ['a part of a service of compose', ['bank-db'], /^bank-db is taken: docker-compose\.yml calls a part/],
  ['a database that is there', ['postgres'], /^postgres is taken/],
  ['names that PostgreSQL keeps', ['pg-plan'], /^pg-plan is taken/],
  ['a name that says nothing', ['common'], /^common is taken: it does not say what is inside/],
  ['no port', ['x', '--port', 'http'], /^--port "http" is no port of a program .*such as 3004\.$/],
  ['a port of the system', ['x', '--port=80'], /^--port "80" is no port of a program \(1024 to 65535\)/],
  ['a port that no machine has', ['x', '--port', '65536'], /^--port "65536" is no port/],
  ['the port of a service', ['x', '--port', '3002'], /^--port 3002 is the port of Retirement: choose another, such as/],
  ['the port of the database', ['x', '--port', '15432'], /^--port 15432 is the port of the embedded PostgreSQL/],
  ['two ports', ['x', '--port', '3005', '--port', '3006'], /^--port is given twice/],
  ['an option without its value', ['x', '--port'], /^--port is given without a value\.$/],
  ['a name that is markup', ['x', '--name', '<b>'], /^--name "<b>": letters, digits/],
  ['an empty name', ['x', '--name='], /^--name "": letters/],
  ['too long a name', ['x', '--name', 'x'.repeat(41)], /at most 40/],
  ['a name that is given', ['x', '--name', 'Bank'], /^There is a service with the name Bank already/],
  ['an unknown option', ['x', '--color'], /^There is no --color here/],
];

describe('refused, with its fix', () => {
  for (const [what, words, error] of refused) {
    test(what, () => {
      const { errors } = readArguments(words, clone);
      assert.equal(errors.length, 1, errors.join('\n'));
      assert.match(errors[0], error);
    });
  }
});

test('everything that is wrong is told at once', () => {
  const { errors } = readArguments(['Pension', '--port', '80', '--name', '', '--color', 'bank'], clone);
  assert.deepEqual(
    ['--color', 'One service', '"Pension"', '--port', '--name'].filter(
      (word) => !errors.some((one) => one.includes(word)),
    ),
    [],
  );
});

test('a service takes the next port, and its name of its id, unless others are named', () => {
  assert.deepEqual(readArguments(['second-pension'], clone), {
    errors: [],
    hasSite: true,
    port: 3004,
    names: {
      id: 'second-pension',
      Value: 'SecondPension',
      value: 'secondPension',
      name: 'Second pension',
    },
  });
  const asked = readArguments(['x9', '--without-site', '--port', '4001', '--name', 'Rente für alle'], clone);
  assert.deepEqual([asked.errors, asked.hasSite, asked.port, asked.names.name], [[], false, 4001, 'Rente für alle']);
});

test('what a killed run has left is no error: it is finished', () => {
  assert.deepEqual(readArguments(['killed'], clone).errors, []);
});

test('ids that are words of the language, or of the template, are names like others', () => {
  for (const id of ['class', 'delete', 'note', 'sample', 'main', 'service', 'x3999', 'module']) {
    assert.deepEqual(readArguments([id], clone).errors, [], id);
    const text = "const sampleService = { id: 'sample', name: 'Sample', port: 3999 }; class SampleModule {}";
    const { value, Value, name } = namesOf(id);
    const expected = `const ${value}Service = { id: '${id}', name: '${name}', port: 3003 }; class ${Value}Module {}`;
    assert.equal(renamed(text, namesOf(id), 3003), expected);
  }
});

test('what is for a site goes with its marks, in code, in lines and in Markdown', () => {
  const lines = ['a', '// <site>', 'b', '// </site>', 'c, /* <site> */ d, /* </site> */ e'];
  const text = [...lines, '<!-- <site> -->', 'f', '<!-- </site> -->', 'g'].join('\n');
  assert.equal(forSite(text, true).replaceAll(' ', ''), 'a\nb\nc,d,e\nf\ng');
  assert.equal(forSite(text, false).replaceAll(' ', ''), 'a\nc,e\ng');
});
