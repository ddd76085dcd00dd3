import type { ReactNode } from 'react';

interface EmptyProps {
  title: string;
  /** Why there is nothing, or what will stand here. */
  children: ReactNode;
  /** The way to have something here, if there is one. */
  action?: ReactNode;
  icon?: ReactNode;
}

/** Takes the place of a list without entries. */
export function Empty({ title, children, action, icon }: EmptyProps) {
  return (
    <div className="card flex flex-col items-center gap-3 text-center">
      {icon !== undefined && (
        <span className="tile" aria-hidden="true">
          {icon}
        </span>
      )}
      <p className="font-semibold">{title}</p>
      <p className="max-w-prose text-label text-pretty text-muted">{children}</p>
      {action}
    </div>
  );
}
