import { parseArgs } from 'node:util';
import { HABITS, type Habits } from './demand.ts';
import type { Deployment } from './needs.ts';

const HELP = `npm run scale: what deployments of several sizes need, by a simulation with measured costs; writes docs/scale.md.

  --measure             measures first what things cost on this machine (about four minutes, nothing else running)
  --people N            one deployment instead of the page: how many people have an account
  --services N          and how many services there are besides the bank (1)
  --logins-a-day N      of one person (${HABITS.loginsADay})
  --busiest-hour N      part of a day's logins in its busiest hour (${HABITS.busiestHour})
  --peak N              the busiest second against the mean of that hour (${HABITS.peak})
  --use SECONDS         of use after a login (${HABITS.use})
  --between SECONDS     from one request of a person in use to the next (${HABITS.between})
  --logged-out N        part of the sessions that end by a logout (${HABITS.loggedOut})
  --help                this`;

export interface Options {
  readonly measure: boolean;
  /** One deployment to print; undefined: the page. */
  readonly one: Deployment | undefined;
  readonly habits: Habits;
}

/** What may be said of each number. */
const NUMBERS = {
  people: { most: 1e9, isWhole: true },
  services: { most: 10_000, isWhole: true },
  'logins-a-day': { most: 100, isWhole: false },
  'busiest-hour': { most: 1, isWhole: false },
  peak: { most: 100, isWhole: false },
  use: { most: 43_200, isWhole: true },
  between: { most: 3_600, isWhole: false },
  'logged-out': { most: 1, isWhole: false },
} as const;
type Name = keyof typeof NUMBERS;

/** Reads the command line: the options, or the words to end with and their exit code. */
export function readOptions(args: readonly string[]): Options | { readonly words: string; readonly code: number } {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const numbers = Object.fromEntries(Object.keys(NUMBERS).map((name) => [name, { type: 'string' as const }]));
    const parsed = parseArgs({ args: [...args], options: { help: flag, measure: flag, ...numbers } });
    const values: Readonly<Record<string, string | boolean | undefined>> = parsed.values;
    if (values['help'] === true) return { words: HELP, code: 0 };
    const read = (name: Name): number | undefined => numberOf(name, values[name]);
    const people = read('people');
    const given = Object.keys(NUMBERS).find((name) => values[name] !== undefined);
    if (people === undefined && given !== undefined)
      throw new Error(`--${given} is of one deployment: say --people too`);
    const habits: Habits = {
      loginsADay: read('logins-a-day') ?? HABITS.loginsADay,
      busiestHour: read('busiest-hour') ?? HABITS.busiestHour,
      peak: read('peak') ?? HABITS.peak,
      use: read('use') ?? HABITS.use,
      between: read('between') ?? HABITS.between,
      loggedOut: read('logged-out') ?? HABITS.loggedOut,
    };
    const one = people === undefined ? undefined : { people, services: read('services') ?? 1 };
    return { measure: values['measure'] === true, one, habits };
  } catch (error) {
    return { words: `✗ ${(error as Error).message}\n  npm run scale -- --help`, code: 2 };
  }
}

function numberOf(name: Name, text: string | boolean | undefined): number | undefined {
  if (text === undefined) return undefined;
  const { most, isWhole } = NUMBERS[name];
  const isNumber = typeof text === 'string' && (isWhole ? /^\d{1,10}$/ : /^\d{1,5}(\.\d{1,4})?$/).test(text);
  const value = Number(text);
  if (!isNumber || value <= 0 || value > most)
    throw new Error(`--${name} is not a ${isWhole ? 'whole ' : ''}number above 0 and at most ${most}: ${text}`);
  return value;
}
