/** A step that may not be taken now; each reason in plain text. */
export class StepRefused extends Error {
  override readonly name = 'StepRefused';

  constructor(readonly reasons: readonly string[]) {
    super(reasons.join('\n'));
  }
}

/** Refuses the step if there is any reason to. */
export function refuseFor(reasons: readonly string[], heading?: string): void {
  if (reasons.length > 0) throw new StepRefused(heading === undefined ? reasons : [heading, ...reasons]);
}

/** The key files are not what the command left behind, or cannot be read or written. */
export class KeyFilesError extends Error {
  override readonly name = 'KeyFilesError';
}
