import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { checkMigrations } from '../lint/check-migrations.mjs';
import { migrationErrors } from '../lint/migration-rules.mjs';
import { recordedReleases } from '../previous-release.mjs';
import { root } from '../workspace.mjs';

const errorsOf = (sql, more = {}) => migrationErrors({ sql: [sql].flat(), isTransactional: true, ...more });

const hurts = {
  'DROP TABLE users': /drops/,
  'drop function notify()': /drops/,
  'DROP INDEX users_name_key': /drops/,
  'DROP TRIGGER counted ON users': /drops a trigger/,
  'ALTER TABLE users DROP COLUMN name, ADD COLUMN "alias" text': /drops/,
  'ALTER TABLE users DROP name': /drops/,
  'ALTER TABLE users DROP CONSTRAINT users_key': /drops/,
  'ALTER TABLE users RENAME TO people': /renames/,
  'ALTER TABLE users RENAME COLUMN name TO alias': /renames/,
  'ALTER INDEX a RENAME TO b': /renames/,
  'ALTER TABLE users ALTER COLUMN name TYPE text': /changes a type/,
  'ALTER TABLE users ALTER name SET DATA TYPE varchar(128)': /changes a type/,
  "ALTER TYPE kind ADD VALUE 'new'": /changes a type/,
  'ALTER TABLE users ALTER COLUMN name SET NOT NULL': /SET NOT NULL/,
  'ALTER TABLE users ALTER COLUMN name DROP DEFAULT': /drops a default/,
  'ALTER TABLE users ADD COLUMN alias text NOT NULL': /needs a DEFAULT/,
  'ALTER TABLE users ADD alias text, ADD other int NOT NULL': /needs a DEFAULT/,
  'ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid()': /differs from row to row/,
  'ALTER TABLE users ADD COLUMN at timestamptz DEFAULT clock_timestamp()': /differs from row to row/,
  'ALTER TABLE users ADD COLUMN id bigserial': /generated/,
  'ALTER TABLE users ADD COLUMN id int GENERATED ALWAYS AS IDENTITY': /generated/,
  'ALTER TABLE users ADD COLUMN alias text UNIQUE': /an index is built/,
  "ALTER TABLE users ADD COLUMN alias text CHECK (alias <> '')": /a CHECK/,
  "ALTER TABLE users ADD CONSTRAINT named CHECK (name <> '')": /NOT VALID/,
  'ALTER TABLE users ADD FOREIGN KEY (parent) REFERENCES users': /NOT VALID/,
  'ALTER TABLE users ADD CONSTRAINT one UNIQUE (name)': /an index is built/,
  'ALTER TABLE users ADD PRIMARY KEY (id)': /an index is built/,
  'ALTER TABLE users DISABLE TRIGGER counted': /changes what the writes/,
  'CREATE INDEX users_at_idx ON users (at)': /without CONCURRENTLY/,
  'CREATE UNIQUE INDEX users_name_key ON users (name)': /a unique index/,
  'CREATE INDEX CONCURRENTLY users_at_idx ON users (at)': /transaction = false/,
  "UPDATE users SET name = ''": /changes rows/,
  'DELETE FROM users': /changes rows/,
  'TRUNCATE users': /changes rows/,
  'LOCK TABLE users': /locks/,
  'REVOKE INSERT ON users FROM bank': /takes a right away/,
  'DO $$ BEGIN DROP TABLE users; END $$': /hides/,
  'SELECT 1; /* a comment */ DROP -- another\n TABLE users': /drops/,
};

for (const [sql, why] of Object.entries(hurts)) {
  test(`is refused beside the release before: ${sql.replaceAll('\n', ' ')}`, () => {
    const errors = errorsOf(sql);
    assert.equal(
      errors.length > 0 && errors.every((error) => why.test(error) || /CONCURRENTLY/.test(error)),
      true,
      errors.join('\n'),
    );
    assert.match(errors.join('\n'), why);
  });
}

const harmless = [
  'CREATE TABLE people (id uuid PRIMARY KEY, name text NOT NULL UNIQUE)',
  [
    'CREATE TABLE people (id uuid)',
    'CREATE UNIQUE INDEX people_key ON people (id)',
    'ALTER TABLE people ADD PRIMARY KEY (id)',
  ],
  ['CREATE TABLE kinds (id int)', 'INSERT INTO kinds SELECT 1', 'UPDATE kinds SET id = 2'],
  'ALTER TABLE users ADD COLUMN alias text',
  "ALTER TABLE users ADD COLUMN alias varchar(32) NOT NULL DEFAULT 'bank', ADD at timestamptz NOT NULL DEFAULT now()",
  'ALTER TABLE users ADD COLUMN parent uuid CONSTRAINT users_parent_fkey REFERENCES users',
  "ALTER TABLE users ADD CONSTRAINT named CHECK (name <> '') NOT VALID",
  'ALTER TABLE users VALIDATE CONSTRAINT named',
  'ALTER TABLE users ALTER COLUMN name DROP NOT NULL',
  'ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid()',
  'ALTER TABLE users ADD CONSTRAINT one UNIQUE USING INDEX users_name_key',
  'ALTER TABLE users SET (fillfactor = 70)',
  ['DROP TRIGGER counted ON users', 'CREATE TRIGGER counted AFTER UPDATE ON users EXECUTE FUNCTION count()'],
  'CREATE FUNCTION count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM users; RETURN NULL; END $$',
  'REVOKE ALL ON FUNCTION expire FROM PUBLIC',
  "COMMENT ON TABLE users IS 'DROP TABLE users; it''s a joke'",
];

for (const sql of harmless)
  test(`is fine beside it: ${[sql].flat().join('; ')}`, () => assert.deepEqual(errorsOf(sql), []));

test('an index of a table that is there is built while others write, in a migration without a transaction', () => {
  const sql = [
    'DROP INDEX CONCURRENTLY IF EXISTS users_at_idx',
    'CREATE INDEX CONCURRENTLY users_at_idx ON users (at)',
  ];
  assert.deepEqual(errorsOf(sql, { isTransactional: false }), []);
  assert.match(errorsOf([...sql, 'ALTER TABLE users ADD a int'], { isTransactional: false }).join(), /two migrations/);
});

test('a constraint is not validated under the lock of the one that adds it', () => {
  const sql = ['ALTER TABLE users ADD CONSTRAINT a CHECK (b > 0) NOT VALID', 'ALTER TABLE users VALIDATE CONSTRAINT a'];
  assert.match(errorsOf(sql).join(), /VALIDATE CONSTRAINT is a migration after/);
});

test('what a release has stopped using may go, and no write waits for it all the same', () => {
  const contracts = 'v0.1.0';
  assert.deepEqual(errorsOf(['ALTER TABLE users DROP COLUMN name', 'DROP TABLE old'], { contracts }), []);
  assert.match(errorsOf('CREATE UNIQUE INDEX a ON users (b)', { contracts }).join(), /without CONCURRENTLY/);
});

const folder = mkdtempSync(join(tmpdir(), 'latchkey-migrations-'));
after(() => rmSync(folder, { recursive: true }));
const NAME = 'apps/bank/src/users/add-alias.migration.ts';
let clones = 0;
const isMigration = (path) => statSync(path).isDirectory() || path.endsWith('.migration.ts');

/** What the check says of a clone of the migrations of here with one more, or another one. */
async function errorsWith(path, text) {
  const clone = join(folder, String((clones += 1)));
  for (const place of ['apps/bank/src', 'apps/retirement/src', 'packages/auth/src'])
    cpSync(join(root, place), join(clone, place), { recursive: true, filter: isMigration });
  mkdirSync(dirname(join(clone, path)), { recursive: true });
  if (text === undefined) rmSync(join(clone, path));
  else writeFileSync(join(clone, path), text);
  return (await checkMigrations(clone, recordedReleases)).errors.join('\n');
}

const migration = (up, more = '') => `export class AddAlias1799000000001 {
  readonly name = 'AddAlias1799000000001';
  ${more}
  async up(runner: { query(sql: string): Promise<void> }): Promise<void> {
    ${up}
  }
  async down(runner: { query(sql: string): Promise<void> }): Promise<void> {}
}
`;

test('the migrations of here are released as they are, or expand what is there', async () => {
  const { count, errors } = await checkMigrations(root, recordedReleases);
  assert.ok(count >= 26);
  assert.deepEqual(errors, []);
});

test('a new one that hurts is named with its file', async () => {
  assert.match(
    await errorsWith(NAME, migration("await runner.query('DROP TABLE users')")),
    /^apps\/bank\S+add-alias\S+: DROP TABLE USERS: drops/,
  );
  assert.equal(await errorsWith(NAME, migration("await runner.query('ALTER TABLE users ADD alias text')")), '');
});

test('one that contracts names a release that was made', async () => {
  const contracted = (release) =>
    migration("await runner.query('DROP TABLE users')", `readonly contracts = '${release}';`);
  assert.equal(await errorsWith(NAME, contracted('v0.1.0')), '');
  assert.match(await errorsWith(NAME, contracted('v9.0.0')), /v9\.0\.0 is no recorded release/);
});

test('a table that another new migration creates is as new', async () => {
  const path = 'apps/bank/src/users/create-aliases.migration.ts';
  const create = migration("await runner.query('CREATE TABLE aliases (id int)')").replaceAll(
    'AddAlias',
    'CreateAliases',
  );
  const index = migration("await runner.query('CREATE INDEX aliases_id_idx ON aliases (id)')");
  const both = `${create}\n${index}`;
  assert.equal(await errorsWith(path, both), '');
});

const RELEASED = 'apps/bank/src/users/create-users.migration.ts';
const released = readFileSync(join(root, RELEASED), 'utf8');

test('a released migration keeps its SQL; its comments and its lines may change', async () => {
  assert.match(await errorsWith(RELEASED, released.replace('varchar(60)', 'varchar(61)')), /its SQL is another one/);
  assert.match(
    await errorsWith(RELEASED, released.replace('DROP TABLE users', 'DROP TABLE IF EXISTS users')),
    /its SQL is another one/,
  );
  assert.match(await errorsWith(RELEASED), /CreateUsers1764000000001 is in v0\.1\.0, and is gone/);
  assert.equal(
    await errorsWith(
      RELEASED,
      released.replace('  id uuid', '  \n   id   uuid').replace('export', '/** People. */\nexport'),
    ),
    '',
  );
});

test('a migration that hides its SQL is no migration', async () => {
  await assert.rejects(errorsWith(NAME, migration("await (runner as any).dropTable('users')")), /written in SQL/);
  await assert.rejects(errorsWith(NAME, `import { x } from './x.js';\n${migration('')}`), /imports types alone/);
});
