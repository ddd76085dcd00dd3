import os from 'node:os';
import bcrypt from 'bcryptjs';

/** What the pool may be asked; one message in, one plain value out. */
export type PasswordTask =
  | { readonly act: 'hash'; readonly password: string; readonly cost: number }
  | { readonly act: 'compare'; readonly password: string; readonly hash: string }
  | { readonly act: 'priority' };

// On Linux this is the priority of this thread alone; elsewhere it would slow the whole service.
if (process.platform === 'linux') os.setPriority(19);

/** Runs one task on this thread, without yielding: the thread has nothing else to do. */
export default function run(task: PasswordTask): string | boolean | number {
  switch (task.act) {
    case 'hash':
      return bcrypt.hashSync(task.password, task.cost);
    case 'compare':
      return bcrypt.compareSync(task.password, task.hash);
    case 'priority':
      return os.getPriority();
  }
}
