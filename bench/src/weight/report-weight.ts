import { WEIGHT } from '../page-section.ts';
import { table, whole, type Cell } from '../report-table.ts';
import type { Machine } from '../results.ts';
import { SMALLEST_PACKED } from './asset.ts';
import { PROFILE } from './first-load.ts';
import { gzipped, middleOf, type SiteWeight } from './weight.ts';

const SCRIPT_BYTES = 110_000;
const STYLE_BYTES = 10_000;
const FIRST_PAINT_MS = 1_300;
const FILES = `files immutable, and as brotli and gzip (all from ${SMALLEST_PACKED} bytes on; smaller ones come as they are)`;

/** The section of the page about the sites. */
export function renderWeight(machine: Machine, sites: readonly SiteWeight[]): string {
  const { latencyMs, megabitsDown, slowdown, width, height } = PROFILE;
  const loads = sites[0]!.firstPaint.length;
  return `## ${WEIGHT}

Written by \`npm run weight\` on ${machine.date}, commit ${machine.commit}: ${machine.processor}, ${machine.cores} cores, Node ${machine.node}.
A browser with nothing in its cache opens each site ${loads} times as a phone of ${width} × ${height}: ${latencyMs} ms a request, ${megabitsDown} Mbit/s, processor slowed ${slowdown} times. Times run from the start of
the navigation; the form is there when a username can be typed. Retirement sends an unknown visitor to the bank's login, so its second figure holds both sites' loads.

${table(['promise', 'wanted', 'measured', 'kept'], promises(sites))}

${table(['', 'first paint ms', 'slowest', 'login form ms', 'slowest', 'script gzip', 'brotli', 'style gzip', 'requests for files'], sites.map(siteRow))}

${table(['file of the first load', 'bytes', 'gzip', 'brotli'], sites.flatMap(assetRows))}

Not loaded before the login form stands: ${sites.map(({ name, lazy }) => `${name} ${namesOf(lazy)}`).join('; ')}.`;
}

function promises(sites: readonly SiteWeight[]): Cell[][] {
  return sites.flatMap((site) => {
    const where = `${site.name} \`${site.path}\``;
    const unkept = site.assets.filter(({ isKept }) => !isKept).map(({ path }) => path);
    return [
      atMost(`${where}: script of the first load, gzip`, SCRIPT_BYTES, gzipped(site, 'script'), 'bytes'),
      atMost(`${where}: style, gzip`, STYLE_BYTES, gzipped(site, 'style'), 'bytes'),
      atMost(`${where}: first paint on that phone`, FIRST_PAINT_MS, middleOf(site.firstPaint), 'ms'),
      [`${where}: ${FILES}`, 'all', unkept.join(', ') || 'all', yes(unkept.length === 0)],
    ];
  });
}

function atMost(promise: string, limit: number, value: number, unit: string): Cell[] {
  return [promise, `≤ ${whole(limit)} ${unit}`, `${whole(value)} ${unit}`, yes(value <= limit)];
}

const yes = (kept: boolean): string => (kept ? 'yes' : '**no**');

function siteRow(site: SiteWeight): Cell[] {
  const { name, path, firstPaint, usable, assets } = site;
  const scripts = assets.filter(({ kind }) => kind === 'script');
  return [
    `${name} \`${path}\``,
    whole(middleOf(firstPaint)),
    whole(Math.max(...firstPaint)),
    whole(middleOf(usable)),
    whole(Math.max(...usable)),
    whole(gzipped(site, 'script')),
    whole(scripts.reduce((sum, { br }) => sum + br, 0)),
    whole(gzipped(site, 'style')),
    assets.length,
  ];
}

function assetRows({ name, assets }: SiteWeight): Cell[][] {
  return assets
    .toSorted((a, b) => b.gzip - a.gzip)
    .map(({ path, identity, gzip, br }) => [`${name} ${plain(path)}`, whole(identity), whole(gzip), whole(br)]);
}

const namesOf = (files: readonly string[]): string => files.map((file) => `\`${plain(file)}\``).join(', ') || 'nothing';

// The hash changes with every build.
function plain(file: string): string {
  return file.replace(/^.*\//, '').replace(/-[\w-]{8}(?=\.\w+$)/, '');
}
