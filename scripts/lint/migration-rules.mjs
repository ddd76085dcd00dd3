import { partsOf, statementsOf } from './sql-statements.mjs';

const NAME = String.raw`(?:"[^"]+"|[\w.]+)`;
const USED =
  'the release before still uses it. Only a migration that says which release stopped (`readonly contracts`) may do this';
const SCANS = 'the whole table is read under a lock';
const REWRITES = 'the whole table is written anew under a lock';
const INDEXES =
  'an index is built under a lock. CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX';

/** What one action of ALTER TABLE does to the release before, or to a table that is large: `when` it is so, `unless` it is fine, and why not. */
const actions = [
  { when: /^DROP (?!NOT NULL)/, why: `drops: ${USED}` },
  { when: /^RENAME/, why: `renames: ${USED}. Add the new name and write both` },
  { when: /^ALTER .*\bTYPE /, why: `changes a type: ${REWRITES}, and ${USED}. Add a column of the new type` },
  {
    when: /^ALTER .* SET NOT NULL/,
    why: `SET NOT NULL: ${SCANS}, and ${USED}. Add a CHECK that is NOT VALID, and validate it`,
  },
  { when: /^ALTER .* DROP DEFAULT/, why: `drops a default: ${USED}` },
  { when: /^ADD (CONSTRAINT \S+ )?(UNIQUE|PRIMARY KEY|EXCLUDE)/, unless: / USING INDEX /, why: INDEXES },
  {
    when: /^ADD (CONSTRAINT \S+ )?(CHECK|FOREIGN KEY|NOT NULL)/,
    unless: / NOT VALID$/,
    why: `a constraint without NOT VALID: ${SCANS}. Add it NOT VALID, and VALIDATE CONSTRAINT in the next migration`,
  },
  { when: /^SET (TABLESPACE|LOGGED|UNLOGGED|ACCESS METHOD)/, why: REWRITES },
  { when: /^(DISABLE|ENABLE|FORCE) /, why: `changes what the writes of the release before do: ${USED}` },
];

/** The same of a column that is added, without its name. */
const addedColumn = [
  {
    when: / NOT NULL/,
    unless: / DEFAULT /,
    why: 'a new column that is NOT NULL needs a DEFAULT: the release before does not write it',
  },
  {
    when: / DEFAULT .*\b(GEN_RANDOM_UUID|UUIDV[47]|CLOCK_TIMESTAMP|STATEMENT_TIMESTAMP|TIMEOFDAY|RANDOM|NEXTVAL)\b/,
    why: `a DEFAULT that differs from row to row: ${REWRITES}. Add the column without it, then SET DEFAULT`,
  },
  { when: / (GENERATED|(BIG|SMALL)?SERIAL)\b/, why: `a generated column: ${REWRITES}` },
  { when: / (UNIQUE|PRIMARY KEY)\b/, why: INDEXES },
  { when: / CHECK ?\(/, why: `a CHECK of a new column: ${SCANS}. Add it as a constraint that is NOT VALID` },
];

/** Statements of other kinds. */
const statements = [
  { when: /^DROP (?!TRIGGER|INDEX CONCURRENTLY)/, why: `drops: ${USED}` },
  { when: /^ALTER (?!TABLE).* RENAME /, why: `renames: ${USED}` },
  { when: /^ALTER TYPE /, why: 'changes a type: the release before reads values that it does not know' },
  { when: /^CREATE UNIQUE INDEX /, why: `a unique index refuses what the release before writes: ${USED}` },
  {
    when: /^(TRUNCATE|UPDATE|DELETE|MERGE)\b/,
    why: 'changes rows that are there, in one transaction. A job does that in pieces, while both releases serve',
  },
  { when: /^(LOCK|VACUUM|CLUSTER|REINDEX)\b/, why: 'locks a table for as long as it takes' },
  { when: /^REVOKE /, unless: / ON FUNCTION /, why: `takes a right away: ${USED}` },
  { when: /^DO\b/, why: 'DO hides its statements from this check' },
];

/**
 * What of a migration hurts while the release before serves on the same tables: it would fail, or wait behind a lock for as long
 * as a large table takes. A table that is new in this release nobody else knows: there everything may be done.
 *
 * @param migration `sql`: what it runs, in order; `isTransactional`; `contracts`: the release that stopped using what it ends
 * @param newTables names of the tables that this release creates
 * @returns each error in words
 */
export function migrationErrors({ sql, isTransactional, contracts }, newTables = createdTables({ sql })) {
  const all = sql.flatMap(statementsOf);
  const errors = all
    .filter((statement) => !newTables.has(tableOf(statement)))
    .flatMap((statement) => {
      const found = contracts === undefined ? hurting(statement, all) : [];
      return [...found, ...blocking(statement, isTransactional)].map((why) => `${shortened(statement)}: ${why}`);
    });
  return [...errors, ...mixed(all)];
}

/** Names of the tables that a migration creates. */
export function createdTables({ sql }) {
  const name = new RegExp(`^CREATE (?:UNLOGGED )?TABLE (${NAME})`);
  return new Set(sql.flatMap(statementsOf).flatMap((statement) => name.exec(statement)?.[1] ?? []));
}

/** What the release before would meet. */
function hurting(statement, all) {
  // One that is made again under its name, at once, is replaced.
  const trigger = /^DROP TRIGGER (?:IF EXISTS )?(\S+)/.exec(statement)?.[1];
  if (trigger !== undefined)
    return all.some((one) => one.startsWith(`CREATE TRIGGER ${trigger} `)) ? [] : [`drops a trigger: ${USED}`];
  const table = new RegExp(`^ALTER TABLE (?:IF EXISTS )?(?:ONLY )?${NAME} (.*)`).exec(statement)?.[1];
  return table === undefined ? reasons(statements, statement) : partsOf(table).flatMap(actionErrors);
}

function actionErrors(action) {
  const column =
    /^ADD (?:COLUMN )?(?:IF NOT EXISTS )?(?!CONSTRAINT |CHECK\b|FOREIGN KEY|UNIQUE|PRIMARY KEY|EXCLUDE|NOT NULL)\S+( .*)/.exec(
      action,
    )?.[1];
  return column === undefined ? reasons(actions, action) : reasons(addedColumn, column);
}

/** What holds every write up, in a contract step no less. */
function blocking(statement, isTransactional) {
  if (!/^(CREATE (UNIQUE )?|DROP )INDEX /.test(statement)) return [];
  if (statement.includes(' INDEX CONCURRENTLY '))
    return isTransactional ? ['CONCURRENTLY needs `readonly transaction = false` in its migration'] : [];
  return statement.startsWith('DROP')
    ? []
    : ['CREATE INDEX without CONCURRENTLY holds up writes while it reads the table'];
}

/** What may not stand in one migration. */
function mixed(all) {
  const isConcurrent = (statement) => statement.includes(' INDEX CONCURRENTLY ');
  const isValidated =
    all.some((one) => / VALIDATE CONSTRAINT /.test(one)) && all.some((one) => / NOT VALID\b/.test(one));
  return [
    ...(all.some(isConcurrent) && !all.every(isConcurrent)
      ? ['CONCURRENTLY and other statements are two migrations: half of one that fails would stay']
      : []),
    ...(isValidated
      ? ['VALIDATE CONSTRAINT is a migration after the one that adds it: else one lock covers both']
      : []),
  ];
}

const reasons = (rules, text) =>
  rules.filter(({ when, unless }) => when.test(text) && unless?.test(text) !== true).map(({ why }) => why);

/** Which table a statement changes. */
function tableOf(statement) {
  return new RegExp(
    `^(?:CREATE (?:UNIQUE )?INDEX .*? ON (?:ONLY )?|ALTER TABLE (?:IF EXISTS )?(?:ONLY )?|UPDATE |DELETE FROM |REVOKE .* ON (?:TABLE )?)(${NAME})`,
  ).exec(statement)?.[1];
}

const shortened = (statement) => (statement.length > 90 ? `${statement.slice(0, 89)}…` : statement);
