import { parseArgs } from 'node:util';

export const HELP = `npm run weight: opens both sites as a phone does, and writes their section of docs/performance.md (about a minute).

  --loads N   cold loads of each site (9)
  --dry       writes nothing
  --help      this

Reads from the environment:
  TEST_DATABASE_URL   a PostgreSQL login that may create databases, instead of the embedded server
  CHROMIUM_PATH       the browser, instead of the one found or carried
  BENCH_PORT          the first of three ports (4350)`;

export interface Options {
  readonly loads: number;
  readonly dry: boolean;
}

/** Reads the command line: the options, or the words to end with and their exit code. */
export function readOptions(args: readonly string[]): Options | { readonly words: string; readonly code: number } {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean', default: false } as const;
    const { values } = parseArgs({
      args: [...args],
      options: { help: flag, dry: flag, loads: { ...text, default: '9' } },
    });
    if (values.help) return { words: HELP, code: 0 };
    if (!/^[1-9]\d{0,2}$/.test(values.loads))
      throw new Error(`--loads is not a whole number from 1 to 999: ${values.loads}`);
    return { loads: Number(values.loads), dry: values.dry };
  } catch (error) {
    return { words: `✗ ${(error as Error).message}\n  npm run weight -- --help`, code: 2 };
  }
}
