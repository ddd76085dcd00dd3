import { useRouter } from '@tanstack/react-router';
import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';

interface MenuProps {
  /** What the button that opens it shows. */
  button: ReactNode;
  children: ReactNode;
}

/**
 * A button in the header and what it opens. The browser closes it on Escape and on a click elsewhere, and gives the focus
 * back; a navigation closes it too, and so does Tab past its end, because the menu would cover what has the focus then.
 */
export function Menu({ button, children }: MenuProps) {
  const router = useRouter();
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);

  useEffect(() => router.subscribe('onBeforeNavigate', () => menu.current?.hidePopover()), [router]);

  return (
    <>
      <button type="button" popoverTarget={id} className="header-button">
        {button}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        className="menu"
        onBlur={({ currentTarget, relatedTarget }) => {
          // Its own button closes it anyway; closing it here would make the button open it again.
          const isElsewhere = relatedTarget !== null && !currentTarget.parentElement?.contains(relatedTarget);
          if (isElsewhere) currentTarget.hidePopover();
        }}
      >
        {children}
      </div>
    </>
  );
}
