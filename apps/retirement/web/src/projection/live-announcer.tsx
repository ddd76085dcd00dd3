import { useEffect, useRef, useState } from 'react';

const SETTLED_MS = 700;

/** Announces a text to screen readers once it stops changing; the first one is read with the page. */
export function LiveAnnouncer({ text }: { text: string }) {
  const first = useRef(text);
  const [said, setSaid] = useState('');

  useEffect(() => {
    if (text === first.current) return;
    first.current = '';
    const timer = setTimeout(() => setSaid(text), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text]);

  return <output className="sr-only">{said}</output>;
}
