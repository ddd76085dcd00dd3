import { writeSync } from 'node:fs';

// Tells when a program has begun to heed SIGTERM: from then on it has to end with 0.
process.once('newListener', function mark(name) {
  if (name !== 'SIGTERM') return void process.once('newListener', mark);
  return queueMicrotask(() => writeSync(2, 'heeded\n'));
});
