import { useLayoutEffect, useRef, useState } from 'react';

const USUAL_REM = 16;

/** The width of an element as it changes, in pixels at the default text size; 0 until it is drawn. */
export function useWidth<T extends HTMLElement>() {
  const element = useRef<T>(null);
  const [width, setWidth] = useState(0);

  useLayoutEffect(() => {
    const measured = element.current;
    if (measured === null) return;
    const measure = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      setWidth((measured.clientWidth * USUAL_REM) / rem);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, []);

  return [element, width] as const;
}
