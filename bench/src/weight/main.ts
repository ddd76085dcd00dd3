import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Databases } from '../databases.ts';
import { House } from '../house.ts';
import { withSection } from '../page-section.ts';
import { describeMachine } from '../results.ts';
import { renderWeight, TITLE } from './report-weight.ts';
import { measureWeight } from './weight.ts';

const PAGE = fileURLToPath(new URL('../../../docs/performance.md', import.meta.url));
const FIRST_PORT = Number(process.env.BENCH_PORT ?? 4350);

const HELP = `npm run weight: opens both sites as a phone does, and writes their section of docs/performance.md (about a minute).

  --loads N   cold loads of each site (9)
  --dry       writes nothing

Reads BENCH_DATABASE_URL, a PostgreSQL URL that may create databases (the root's npm run weight sets it), CHROMIUM_PATH, and
BENCH_PORT, the first of three ports (4350).`;

const { values: options } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    dry: { type: 'boolean', default: false },
    loads: { type: 'string', default: '9' },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit();
}
const adminUrl = process.env.BENCH_DATABASE_URL;
if (!adminUrl) {
  console.error('BENCH_DATABASE_URL is missing: a PostgreSQL URL that may create databases. npm run weight sets it.');
  process.exit(2);
}

const house = new House(new Databases(adminUrl), FIRST_PORT);
try {
  const sites = await measureWeight(house, Number(options.loads));
  const section = renderWeight(describeMachine(), sites);
  console.log(section);
  if (!options.dry) writeFileSync(PAGE, withSection(readFileSync(PAGE, 'utf8'), TITLE, section));
} finally {
  await house.close();
}
