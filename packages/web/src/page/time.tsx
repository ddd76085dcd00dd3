import { useState } from 'react';

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long' });

/** A moment in words: `today at 12:36`, `3 March at 12:36`. */
export function Time({ seconds }: { seconds: number }) {
  const moment = new Date(seconds * 1000);
  const [today] = useState(() => new Date().toDateString());
  const isToday = moment.toDateString() === today;
  return (
    <time dateTime={moment.toISOString()}>
      {isToday ? 'today' : DAY.format(moment)} at {CLOCK.format(moment)}
    </time>
  );
}
