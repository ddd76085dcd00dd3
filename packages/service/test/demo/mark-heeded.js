import { writeSync } from 'node:fs';

// Tells when a program has begun to heed SIGTERM: from then on it must not be lost.
process.once('newListener', function mark(name) {
  if (name === 'SIGTERM') queueMicrotask(() => writeSync(2, 'heeded\n'));
  else process.once('newListener', mark);
});
