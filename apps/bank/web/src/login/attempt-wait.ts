import { useCountdown } from '@latchkey/web';
import { useState } from 'react';
import { imposedWait, keepWait } from './login-draft.js';
import { isAbout, reasonOf, secondsLeft } from './attempt-wait.rules.js';

/** The wait for one name, as the form shows it. */
interface AttemptWait {
  /** Seconds left; 0 if there is no wait. */
  left: number;
  /** Why, as long as the wait lasts. */
  reason: string | undefined;
  /** Starts a wait, with what the bank said. */
  start: (seconds: number, username: string, detail: string) => void;
}

/** The wait that the bank has imposed on login attempts for this name. It outlives a reload, with its reason. */
export function useAttemptWait(username: string): AttemptWait {
  const [wait, setWait] = useState(imposedWait);
  const [leftAtFirst] = useState(() => secondsLeft(wait, Date.now()));
  const [running, count] = useCountdown(leftAtFirst);
  const left = isAbout(wait, username) ? running : 0;

  function start(seconds: number, about: string, detail: string) {
    const next = { username: about, until: Date.now() + seconds * 1000, reason: reasonOf(detail) };
    setWait(next);
    keepWait(next);
    count(seconds);
  }

  return { left, reason: left > 0 ? wait?.reason : undefined, start };
}
