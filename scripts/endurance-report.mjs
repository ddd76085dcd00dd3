import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

/** Makes docs/endurance.md and docs/endurance.json of what the runs left. */
export function writeEndurance(results, docs) {
  const names = existsSync(results) ? readdirSync(results).toSorted(byNumber) : [];
  const runs = names.map((name) => JSON.parse(readFileSync(join(results, name), 'utf8')));
  writeFileSync(join(docs, 'endurance.json'), `${JSON.stringify(runs, null, 2)}\n`);
  const rows = runs.flatMap(({ figures }) =>
    figures.map(
      ({ promise, bound, measured, isKept }) =>
        `| ${promise} | ${bound} | ${measured} | ${isKept ? 'kept' : 'MISSED'} |`,
    ),
  );
  const text = [
    '# Endurance: what sessions and keys bear',
    '',
    'Real processes of both services, a real PostgreSQL, no mocks; written by `npm run endurance`, which runs `e2e/endurance` in full size.',
    `\`npm test\` runs the same tests in small sizes. Measured on ${cpus().length} cores with Node ${process.version}.`,
    '',
    '| promise | bound | measured | |',
    '|---|---|---|---|',
    ...rows,
    '',
  ];
  writeFileSync(join(docs, 'endurance.md'), text.join('\n'));
}

const byNumber = (one, other) => one.localeCompare(other, 'en', { numeric: true });
