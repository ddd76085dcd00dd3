import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSite } from '../session/site-context.js';

interface BankLinkProps {
  /** Path on the bank's site. */
  to: string;
  className: string;
  children: ReactNode;
}

/** A link to a page of the bank, whichever site it stands on. */
export function BankLink({ to, className, children }: BankLinkProps) {
  const { facts } = useSite();
  if (facts.issuer.origin === facts.publicUrl.origin) {
    return (
      <Link to={to} className={className}>
        {children}
      </Link>
    );
  }
  return (
    <a href={new URL(to, facts.issuer).href} className={className}>
      {children}
    </a>
  );
}
