import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const OTHERS_MAY_ENTER = 0o001;

/** The folders above these ones that only their owner may enter, the outermost of each way. */
export async function closedFolders(folders: readonly string[]): Promise<string[]> {
  const closed = new Set<string>();
  for (const folder of folders) {
    const ways: string[] = [];
    for (let at = dirname(folder); at !== dirname(at); at = dirname(at)) ways.unshift(at);
    for (const way of ways) {
      if (((await stat(way)).mode & OTHERS_MAY_ENTER) !== 0) continue;
      closed.add(way);
      break;
    }
  }
  return [...closed];
}

// $1 and $2 are the folders that are needed; then come the closed ones, up to --; then the program. In a view of its own: each
// closed folder is covered by an empty one, and the two are put back at their places.
const VIEW = `
set -e
native=$1; data=$2; shift 2
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/native /mnt/data
mount --bind "$native" /mnt/native
mount --bind "$data" /mnt/data
while [ "$1" != -- ]; do mount -t tmpfs -o mode=755 tmpfs "$1"; shift; done
shift
mkdir -p "$native" "$data"
mount --bind /mnt/native "$native"
mount --bind /mnt/data "$data"
umount -l /mnt
exec "$@"`;

/** The command that runs a program as somebody else, for whom the closed folders are open as far as the needed ones. */
export function opened(
  closed: readonly string[],
  [native, data]: readonly [string, string],
  { uid, gid }: { readonly uid: number; readonly gid: number },
  file: string,
  args: readonly string[],
): [string, string[]] {
  const asOther = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--', file, ...args];
  const view = ['sh', '-c', VIEW, 'sh', native, data, ...closed, '--', ...asOther];
  return ['unshare', ['--mount', '--propagation', 'private', '--', ...view]];
}
