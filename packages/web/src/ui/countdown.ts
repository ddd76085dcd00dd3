import { useEffect, useState } from 'react';

/**
 * Counts whole seconds down to 0.
 *
 * @param initially - seconds of a wait that is under way already
 * @returns the seconds left, and a function that starts a wait
 */
export function useCountdown(initially = 0): [left: number, start: (seconds: number) => void] {
  const [now, setNow] = useState(() => performance.now());
  const [end, setEnd] = useState(now + initially * 1000);
  const left = Math.max(0, Math.ceil((end - now) / 1000));

  const isRunning = left > 0;

  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(timer);
  }, [isRunning]);

  return [
    left,
    (seconds) => {
      setNow(performance.now());
      setEnd(performance.now() + seconds * 1000);
    },
  ];
}
