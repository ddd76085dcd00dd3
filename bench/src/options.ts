import { parseArgs } from 'node:util';

export const PARTS = [
  'guarded',
  'role',
  'verify',
  'package',
  'storm',
  'refresh',
  'logout',
  'withdrawal',
  'sockets',
  'scaling',
  'boot',
];

const HELP = `npm run bench: asks the same work of Latchkey and of its peers, and writes docs/performance.md (about eight minutes).

  --quick              a look within a minute or two; writes nothing
  --only guarded,boot  some of ${PARTS.join(', ')}; writes nothing
  --also PATH          another checkout of ours, built: its retirement takes part in the guarded GETs
  --any-share          counts rounds even if the server did not get its core (a busy machine); writes nothing
  --help               this

Reads from the environment:
  TEST_DATABASE_URL   a PostgreSQL login that may create databases, instead of the embedded server
  BENCH_PORT          the first of about thirty ports (4350)`;

export interface Options {
  readonly quick: boolean;
  readonly anyShare: boolean;
  readonly also: string | undefined;
  readonly parts: readonly string[];
}

/** Reads the command line: the options, or the words to end with and their exit code. */
export function readOptions(args: readonly string[]): Options | { readonly words: string; readonly code: number } {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean', default: false } as const;
    const { values } = parseArgs({
      args: [...args],
      options: { help: flag, quick: flag, 'any-share': flag, also: text, only: { ...text, default: PARTS.join(',') } },
    });
    if (values.help) return { words: HELP, code: 0 };
    const parts = values.only.split(',');
    const unknown = parts.filter((part) => !PARTS.includes(part));
    if (unknown.length > 0) throw new Error(`--only knows ${PARTS.join(', ')}, not ${unknown.join(', ')}`);
    return { quick: values.quick, anyShare: values['any-share'], also: values.also, parts };
  } catch (error) {
    return { words: `✗ ${(error as Error).message}\n  npm run bench -- --help`, code: 2 };
  }
}
