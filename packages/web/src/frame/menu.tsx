import { useId } from 'react';
import type { MouseEvent, ReactNode } from 'react';

interface MenuProps {
  /** What the button that opens it shows. */
  button: ReactNode;
  buttonClass: string;
  children: ReactNode;
}

/** A button and what it opens. The browser closes it on Escape and on a click elsewhere, and gives the focus back. */
export function Menu({ button, buttonClass, children }: MenuProps) {
  const id = useId();

  function closeOnLink({ currentTarget, target }: MouseEvent<HTMLElement>) {
    if (target instanceof Element && target.closest('a') !== null) currentTarget.hidePopover();
  }

  return (
    <>
      <button type="button" popoverTarget={id} className={buttonClass}>
        {button}
      </button>
      <div id={id} popover="auto" className="menu" onClick={closeOnLink}>
        {children}
      </div>
    </>
  );
}
