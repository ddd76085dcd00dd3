import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { listServices, root } from './workspace.mjs';

const withValue = ['bank', 'retirement', 'username', 'password', 'report', 'only', 'without'];

/** What `npm run qa` is asked for, and everything that is wrong with it, each with its fix. */
export function readArguments(words, env) {
  const { given, errors } = split(words);
  const { bank, retirement, username, report, only } = given;
  const password = given.password ?? (username === undefined ? undefined : env.LATCHKEY_QA_PASSWORD);
  const urls = { bank: addressOf('bank', bank, errors), retirement: addressOf('retirement', retirement, errors) };
  const isForeign = bank !== undefined || retirement !== undefined;
  if (isForeign && bank === undefined) errors.push('--retirement is given, --bank is not: name both, or neither.');
  if (isForeign && retirement === undefined)
    errors.push('--bank is given, --retirement is not: name both, or neither.');
  if (urls.bank !== undefined && urls.bank === urls.retirement)
    errors.push('--bank and --retirement are the same address: name two.');
  const isNamed = username !== undefined || given.password !== undefined;
  if (isNamed && !isForeign)
    errors.push('--username and --password are for services that are named by --bank and --retirement.');
  if (username !== undefined && password === undefined)
    errors.push('--username is given, its password is not: add --password, or set LATCHKEY_QA_PASSWORD.');
  if (username === undefined && given.password !== undefined)
    errors.push('--password is given, --username is not: add it.');
  const without = partsOf(given.without, errors);
  return {
    errors,
    only,
    without,
    report: report === undefined ? undefined : resolve(env.INIT_CWD ?? '.', report),
    services: isForeign ? urls : undefined,
    account: username === undefined ? undefined : { username, password },
  };
}

function split(words) {
  const given = {};
  const errors = [];
  for (let index = 0; index < words.length; index += 1) {
    const [, name, joined] = /^--([a-z-]+)(?:=(.*))?$/s.exec(words[index]) ?? [];
    if (!withValue.includes(name)) errors.push(`There is no ${words[index]} here.`);
    else if (given[name] !== undefined) errors.push(`--${name} is given twice: which one?`);
    else {
      const next = words[index + 1];
      const value = joined ?? (next?.startsWith('--') ? undefined : next);
      if (joined === undefined && value !== undefined) index += 1;
      if (value === undefined || value === '') errors.push(`--${name} is given without a value.`);
      else given[name] = value;
    }
  }
  return { given, errors };
}

/** What is to be left out, by names that there are. */
function partsOf(text, errors) {
  const names = text?.split(',').map((name) => name.trim()) ?? [];
  const known = partsOfScenario();
  for (const name of names.filter((one) => !known.includes(one)))
    errors.push(`--without ${JSON.stringify(name)} is no part of the scenario. There are: ${known.join(', ')}.`);
  return names;
}

/** The origin of an address; an error if it is none that a browser could open. */
function addressOf(name, text, errors) {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const example = `--${name} http://${name}.example.com:3001`;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    errors.push(`--${name} ${JSON.stringify(text)} is no address: it reads like ${example}.`);
  else if (url.username !== '' || url.password !== '')
    errors.push(`--${name} has a login in it: the one to use goes to --username and --password.`);
  else if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    errors.push(`--${name} ${url.href} goes on after the host: ${url.origin} is enough.`);
  else return url.origin;
  return undefined;
}

const ENDING = '.spec.ts';

/** The files of steps, by name: the deployment's, and each service's own. */
const filesOfSteps = () =>
  ['e2e/qa/steps', ...listServices().map(({ path }) => `${path}/test/scenario`)]
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)))
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
  return names.filter((name) => !isOut(name)).map((name) => `(qa/steps|test/scenario)/${name}\\.spec\\.ts$`);
}
