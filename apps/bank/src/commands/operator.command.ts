import { Command, CommanderError } from 'commander';

export const EXIT = { done: 0, refused: 1, usage: 2, settings: 78 };

/** One step that an operator may take. */
export interface Step<Options> {
  readonly name: string;
  readonly description: string;
  /** Adds arguments and options of its own to those that all steps have. */
  readonly define: (command: Command) => void;
  /** Takes it; answers the exit code. */
  readonly run: (options: Options, args: readonly string[]) => Promise<number>;
}

/** What every step takes. */
export interface StepOptions {
  readonly json?: boolean;
  readonly as?: string;
}

/** Runs an operator's command line, one step of it; answers its exit code. */
export async function runSteps<Options extends StepOptions>(
  program: { readonly name: string; readonly description: string; readonly steps: readonly Step<Options>[] },
  argv: readonly string[],
): Promise<number> {
  const exit = { code: EXIT.done };
  const root = new Command(program.name).description(program.description).exitOverride();
  // Anyone who reads the help may hang up: the console bears that.
  root.configureOutput({
    writeOut: (text) => console.log(text.trimEnd()),
    writeErr: (text) => console.error(text.trimEnd()),
  });
  for (const step of program.steps) addStep(root, step, exit);
  try {
    await root.parseAsync([...argv], { from: 'user' });
    return exit.code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    throw error;
  }
}

function addStep<Options extends StepOptions>(root: Command, step: Step<Options>, exit: { code: number }): void {
  const command = root
    .command(step.name)
    .description(step.description)
    .option('--json', 'answer as JSON')
    .option('--as <operator>', 'who takes the step, for the record (LATCHKEY_OPERATOR; else the user of the system)')
    .exitOverride();
  step.define(command);
  command.action(async () => {
    exit.code = await step.run(command.opts<Options>(), command.args);
  });
}
