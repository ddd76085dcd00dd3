import { useState } from 'react';
import { momentWords } from './readable-time.rules.js';

const inWords = momentWords();

/** A moment in words, as {@link momentWords} has them. */
export function Time({ seconds }: { seconds: number }) {
  const moment = new Date(seconds * 1000);
  const [now] = useState(() => new Date());
  return <time dateTime={moment.toISOString()}>{inWords(moment, now)}</time>;
}
