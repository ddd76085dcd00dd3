/** A step that may not be taken now; each reason in plain text. */
export class StepRefused extends Error {
  override readonly name = 'StepRefused';

  constructor(readonly reasons: readonly string[]) {
    super(reasons.join('\n'));
  }
}

/** The key files are not what the command left behind, or cannot be read or written. */
export class KeyFilesError extends Error {
  override readonly name = 'KeyFilesError';
}
