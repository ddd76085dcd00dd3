import { useEffect, useState } from 'react';

const CARRIERS = ['keydown', 'keyup', 'pointerdown', 'click'] as const;

/** Whether caps lock is on, as far as the keyboard or the mouse has told since the page opened. */
export function useCapsLock(): boolean {
  const [on, setOn] = useState(false);

  useEffect(() => {
    const watch = new AbortController();
    const look = (event: Event) => {
      // A password manager's input is a plain event without modifier keys.
      if (event instanceof KeyboardEvent || event instanceof MouseEvent) setOn(event.getModifierState('CapsLock'));
    };
    // On the whole page: someone who tabs into a password box has just pressed a key elsewhere.
    for (const name of CARRIERS) document.addEventListener(name, look, { capture: true, signal: watch.signal });
    return () => watch.abort();
  }, []);

  return on;
}
