import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { useSite } from '../session/site-context.js';

interface WarningDialogProps {
  title: string;
  text: ReactNode;
  /** What Escape means. */
  onCancel: () => void;
  children: ReactNode;
}

/** A modal dialog that the page opens by itself; where the focus was, it returns to. */
export function WarningDialog({ title, text, onCancel, children }: WarningDialogProps) {
  const { name } = useSite();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);

  useEffect(() => {
    // For a user who is looking at another tab.
    const before = document.title;
    document.title = `${title} · Latchkey ${name}`;
    return () => void (document.title = before);
  }, [title, name]);

  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
      // On a second Escape a browser may close it all the same.
      onClose={onCancel}
    >
      <div className="flex flex-col gap-6">
        <div className="flex flex-col gap-2">
          <h2 id={`${id}-title`} className="text-heading font-semibold">
            {title}
          </h2>
          <p id={`${id}-text`} className="text-muted text-pretty">
            {text}
          </p>
        </div>
        {children}
      </div>
    </dialog>
  );
}
