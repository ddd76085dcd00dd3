import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ArrowIcon, SummaryIcon } from './home-icons.js';
import type { SummaryTopic } from './home-icons.js';

interface SummaryRowProps {
  /** The part of the security page that it leads to. */
  to: 'password' | 'sessions' | 'events';
  topic: SummaryTopic;
  link: string;
  children: ReactNode;
}

/** One fact about the account's security. The whole row leads to more. */
export function SummaryRow({ to, topic, link, children }: SummaryRowProps) {
  return (
    <li className="row-link relative flex items-center gap-4 p-4 sm:px-6">
      <span className={`tile ${topic === 'warning' ? 'badge-danger' : ''}`}>
        <SummaryIcon topic={topic} />
      </span>
      <div className="min-w-0 flex-1">
        <Link to="/security" hash={to} className="row-link-target font-semibold">
          {link}
        </Link>
        <p className="text-label text-muted">{children}</p>
      </div>
      <span className="text-brand-ink">
        <ArrowIcon />
      </span>
    </li>
  );
}
