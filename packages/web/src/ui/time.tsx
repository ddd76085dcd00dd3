import { useState } from 'react';
import { readableMoment } from './readable-time.rules.js';

const readable = readableMoment();

/** A moment as {@link readableMoment} writes it. */
export function Time({ seconds }: { seconds: number }) {
  const moment = new Date(seconds * 1000);
  const [now] = useState(() => new Date());
  return <time dateTime={moment.toISOString()}>{readable(moment, now)}</time>;
}
