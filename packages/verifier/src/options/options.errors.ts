/** One thing that is wrong with the options, and what to do about it. Names no secret. */
export interface OptionFault {
  /** As `keys.secret`. */
  readonly option: string;
  readonly problem: string;
  readonly fix: string;
}

/** The options of `latchkey` cannot be used. Its message lists everything that is wrong, each with its fix. */
export class LatchkeyOptionsError extends Error {
  override readonly name = 'LatchkeyOptionsError';

  constructor(readonly faults: readonly OptionFault[]) {
    const lines = faults.map(({ option, problem, fix }) => `\n  ${option} ${problem}. ${fix}`);
    super(`the options of latchkey are wrong:${lines.join('')}`);
  }
}

/** @param option as `keys.secret` */
export function optionFault(option: string, problem: string, fix: string): OptionFault {
  return { option, problem, fix };
}
