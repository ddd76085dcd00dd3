import { useEffect, useRef, useState } from 'react';

const SETTLED_MS = 700;

/** Says a text to a screen reader once it stops changing; the first one is read with the page and not said again. */
export function SaidWhenSettled({ text }: { text: string }) {
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
