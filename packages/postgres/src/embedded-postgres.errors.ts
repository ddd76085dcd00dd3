/** What went wrong, for callers that answer differently (a taken port has another remedy than a full disk). */
export type EmbeddedPostgresCode =
  | 'package_missing'
  | 'not_writable'
  | 'port_taken'
  | 'root_refused'
  | 'data_unusable'
  | 'start_failed';

/** The embedded database cannot run; `message` says why and what to do, without a stack or a secret. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';

  constructor(
    readonly code: EmbeddedPostgresCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const refusals: Record<string, string> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'there is a file of that name',
};

/** Turns the file system's error to write into words; anything else is passed on as it is. */
export function explainWrite(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (!refusals[code]) return error;
  return new EmbeddedPostgresError('not_writable', `Cannot write ${path}: ${refusals[code]} (${code}).`, {
    cause: error,
  });
}
