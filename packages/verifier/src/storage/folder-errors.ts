import { StoreError } from './store-error.js';

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'this user may not: give it to the user that the service runs as, with mode 0700',
  EPERM: 'this user may not, or its file system knows no hard links: name a folder on a local disk',
  EROFS: 'its file system is read-only: name a folder that can be written',
  ENOSPC: 'its disk is full',
  EDQUOT: 'the quota of its disk is used up',
  ENOTDIR: 'something in its path is a file',
  EEXIST: 'something in its path is a file',
  EMFILE: 'this process has too many open files',
};

/** An error of the file system as one that says what to do. */
export function folderError(path: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const { code = 'unknown', message } = error as NodeJS.ErrnoException;
  const why = WHY[code] ?? message;
  return new StoreError(`the store's folder ${path} cannot be used, ${why} (${code})`, { cause: error });
}
