import { readFileSync } from 'node:fs';
import { projectRoot } from '../stack/paths.ts';
import { chapters, RULES, type Probe } from '@latchkey/conformance';
import { placesOfRules } from './rule-places.ts';

/** The page that tells what the probes demand. */
export const PAGE = `${projectRoot}docs/conformance.md`;

const BEGIN = '<!-- probes: written by e2e/conformance/write-docs.ts -->';
const END = '<!-- end of probes -->';

/** The page as it must be: its own words, and the probes as they are. */
export function pageAsItMustBe(page = readFileSync(PAGE, 'utf8')): string {
  const [before = '', rest = ''] = page.split(BEGIN);
  const after = rest.split(END)[1];
  if (after === undefined) throw new Error(`${PAGE} has no place for the probes`);
  return `${before}${BEGIN}\n\n${tables()}\n\n${rules()}\n\n${END}${after}`;
}

const HEAD =
  '| probe | a service that passes | sent | demanded | rules | source |\n| --- | --- | --- | --- | --- | --- |';

function tables(): string {
  return chapters
    .map(({ id, title, probes }) => `### ${title} (\`${id}\`)\n\n${HEAD}\n${probes.map(rowOf).join('\n')}`)
    .join('\n\n');
}

/** What a failed probe quotes. */
function rules(): string {
  const places = placesOfRules();
  const rows = Object.entries(RULES).map(
    ([name, { says, section }]) =>
      `| \`${name}\` | ${says} ([section](#${section})) | [${places.get(name)?.split('/').at(-1)}](../${places.get(name)}) |`,
  );
  return `### The rules\n\nIn the code the words \`rule: <name>\` mark each.\n\n| rule | what it says | code |\n| --- | --- | --- |\n${rows.join('\n')}`;
}

function rowOf({ id, name, sends, demands, source, rules, needs = [] }: Probe): string {
  const need = needs.length === 0 ? '' : ` (needs: ${needs.join(', ')})`;
  return `| \`${id}\` | ${name}${need} | ${sends} | ${demands} | ${rules.map((rule) => `\`${rule}\``).join(', ')} | ${source} |`.replaceAll(
    '\n',
    ' ',
  );
}
