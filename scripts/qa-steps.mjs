import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const ENDING = '.spec.ts';

/** The files of steps, by name. */
const filesOfSteps = () =>
  readdirSync(join(root, 'e2e/qa/steps'))
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length));

/** What can be left out: a file of steps, or all that begin alike, as `gallery` is every `gallery-…`. */
export function partsOfScenario(names = filesOfSteps()) {
  const beginnings = names.filter((name) => name.includes('-')).map((name) => name.split('-')[0]);
  const groups = beginnings.filter((group, index) => beginnings.indexOf(group) !== index);
  return [...new Set([...names, ...groups])].toSorted();
}

/** The files of steps that stay without these parts, as Playwright takes them. */
export function filesWithout(parts, names = filesOfSteps()) {
  const isOut = (name) => parts.some((part) => name === part || name.startsWith(`${part}-`));
  return names.filter((name) => !isOut(name)).map((name) => `qa/steps/${name}\\.spec\\.ts$`);
}
