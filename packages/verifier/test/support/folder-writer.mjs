// Counts up in a folder for as long as it lives, and says each number that was written: node folder-writer.mjs FOLDER NAME FROM
import { FolderLog } from '../../build/storage/folder-log.js';
import { encodeChanges } from '../../build/storage/record-change.rules.js';

const [folder, name, from] = process.argv.slice(2);
// Few, so that many a kill meets the change from one generation to the next.
const ENTRIES_OF_A_GENERATION = 5;
const log = new FolderLog(folder, () => {}, ENTRIES_OF_A_GENERATION);
const read = async (kind, key) => (await log.read()).read(kind, [key], Date.now())[0];
const write = (changes) =>
  log.write(
    (records) => records.plan(encodeChanges(changes), Date.now()),
    (puts) => puts !== undefined,
  );

for (let number = Number(from); ;) {
  const sum = await read('sum', 'of-all');
  const key = `${name}-${number}`;
  const isWritten = await write([
    { kind: 'sum', key: 'of-all', value: (sum?.value ?? 0) + 1, ifVersion: sum?.version ?? null },
    { kind: 'written', key, value: number, dueInMs: 0, ifVersion: null },
  ]);
  // The process before may have written it, and could not say so any more.
  if (!isWritten && (await read('written', key)) === undefined) continue;
  process.stdout.write(`${number}\n`);
  number += 1;
}
