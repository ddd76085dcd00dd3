import { useEffect, useEffectEvent } from 'react';

/** Calls back whenever the user returns to the tab. */
export function useComeback(back: () => void): void {
  const onBack = useEffectEvent(back);

  useEffect(() => {
    const look = () => document.visibilityState === 'visible' && onBack();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
}
