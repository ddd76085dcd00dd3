import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';

// Tells when a program has begun to heed SIGTERM, and how many modules it had read by then: from then on none may be lost.
let read = 0;
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) read += 1;
    return next(url, context);
  },
});
process.once('newListener', function mark(name) {
  if (name !== 'SIGTERM') return void process.once('newListener', mark);
  const before = read;
  // The listener is there a moment after this.
  return queueMicrotask(() => writeSync(2, `heeded after ${before} modules\n`));
});
