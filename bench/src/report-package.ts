import { ms, table, whole, type Cell } from './report-table.ts';
import { median } from './statistics.ts';
import type { PackageWeight } from './package-weight.ts';

/** The section of the page about the installed package. */
export function packagePart({ bytes, packages, imports }: PackageWeight): string {
  const rows = Object.entries(imports).map(([name, all]): Cell[] => {
    const [cpu, wall] = [all.map((one) => one.cpu), all.map((one) => one.wall)];
    return [`\`${name}\``, ms(median(cpu)), ms(Math.min(...cpu)), ms(Math.max(...cpu)), ms(median(wall))];
  });
  const times = Object.values(imports)[0]?.length ?? 0;
  return `## The verifier's package

\`npm pack\`, installed in an empty folder: ${whole(bytes)} bytes below node_modules, in ${packages.join(', ')}.
Each entry imported ${times} times, in a fresh process each time, in turn; processor time of the process while it imports.

${table(['entry', 'CPU ms', 'least', 'most', 'by the clock'], rows)}`;
}
