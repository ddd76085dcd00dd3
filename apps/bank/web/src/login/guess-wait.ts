import { useCountdown } from '@latchkey/web';
import { useState } from 'react';
import { imposedWait, keepWait } from './entrance-draft.js';
import { isAbout, secondsLeft } from './guess-wait.rules.js';

/**
 * The wait that the bank has imposed on guesses at this name. It outlives a reload.
 *
 * @returns the seconds left, and a function that starts a wait
 */
export function useGuessWait(username: string): [left: number, start: (seconds: number, username: string) => void] {
  const [wait, setWait] = useState(imposedWait);
  const [leftAtFirst] = useState(() => secondsLeft(wait, Date.now()));
  const [left, count] = useCountdown(leftAtFirst);

  function start(seconds: number, about: string) {
    const next = { username: about, until: Date.now() + seconds * 1000 };
    setWait(next);
    keepWait(next);
    count(seconds);
  }

  return [isAbout(wait, username) ? left : 0, start];
}
