import { readdirSync, readFileSync } from 'node:fs';
import { RULES } from '@latchkey/conformance';
import { projectRoot } from '../stack/paths.ts';

/** Where each rule of the contract stands; written by e2e/conformance/write-docs.ts. */
export const PLACES = `${projectRoot}packages/conformance/src/contract/places.ts`;

/** A service without our library. */
const EXAMPLE = 'examples/python';

/** The file in which each rule stands, once, next to the words `rule: <name>`. */
export function placesOfRules(): Map<string, string> {
  const files = readdirSync(projectRoot + EXAMPLE).map((name) => `${EXAMPLE}/${name}`);
  const code = files.filter((file) => file.endsWith('.py'));
  const texts = code.map((file) => [file, readFileSync(projectRoot + file, 'utf8')] as const);
  const places = Object.keys(RULES).map((name): [string, string] => {
    const mark = new RegExp(`\\brule: ${name}(?![\\w-])`, 'g');
    const marks = texts.flatMap(([file, text]) => Array.from(text.matchAll(mark), () => file));
    if (marks.length !== 1 || marks[0] === undefined)
      throw new Error(`the rule ${name} stands in ${marks.length} places: ${marks.join()}`);
    return [name, marks[0]];
  });
  return new Map(places);
}

/** The list of places as it must be. */
export function placesAsTheyMustBe(): string {
  const lines = Array.from(
    placesOfRules(),
    ([name, file]) => `  ${name.includes('-') ? `'${name}'` : name}: '${file}',`,
  );
  const comment =
    '/** Where each rule stands in a service without our library; written by e2e/conformance/write-docs.ts. */';
  return `${comment}\nexport const PLACES = {\n${lines.join('\n')}\n} as const;\n`;
}
