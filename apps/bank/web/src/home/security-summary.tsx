import { ArrowIcon, BlockFault, BlockSkeleton, Time, useLoaded } from '@latchkey/web';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { recordedEvents } from '../security/events.client.js';
import { livingSessions } from '../security/sessions.client.js';
import { latelyOf } from './lately.rules.js';

/** What happened around the account lately, each line leading to where one can act on it. */
export function SecuritySummary() {
  const loaded = useLoaded(ask);
  if (loaded.status !== 'ready') {
    return (
      <div className="card">
        {loaded.status === 'loading' ? <BlockSkeleton /> : <BlockFault fault={loaded.fault} retry={loaded.retry} />}
      </div>
    );
  }
  const { before, isFirst, refused, sessions } = loaded.value;
  return (
    <ul className="card card-flush divide-y divide-line">
      {before !== undefined && (
        <SummaryRow
          to="events"
          link="Last login before this one"
          text={
            <>
              <Time seconds={Date.parse(before.at) / 1000} />
              {before.device !== null && `, ${before.device}`}. Was this not you?
            </>
          }
        />
      )}
      {isFirst && <SummaryRow to="events" link="Your first login" text="Welcome. From now on we tell you here about the last one." />}
      {refused > 0 && (
        <SummaryRow
          to="events"
          isWorthALook
          link={refused === 1 ? '1 refused login' : `${refused} refused logins`}
          text="Somebody used your name with a wrong password, maybe you."
        />
      )}
      <SummaryRow
        to="sessions"
        link={sessions === 1 ? '1 session' : `${sessions} sessions`}
        text={sessions === 1 ? 'You are logged in only here.' : 'Places where you are logged in, this one among them.'}
      />
      <SummaryRow to="password" link="Password" text="Change it here whenever you like." />
    </ul>
  );
}

interface SummaryRowProps {
  /** The part of the security page that it leads to. */
  to: string;
  link: string;
  text: ReactNode;
  isWorthALook?: boolean;
}

function SummaryRow({ to, link, text, isWorthALook = false }: SummaryRowProps) {
  return (
    <li className="row-link relative flex items-center gap-4 p-4 sm:px-6">
      <div className="min-w-0 flex-1">
        <Link
          to="/security"
          hash={to}
          className={`row-link-target font-semibold ${isWorthALook ? 'text-danger' : ''}`}
        >
          {link}
        </Link>
        <p className="text-label text-muted">{text}</p>
      </div>
      <span className="text-brand-ink">
        <ArrowIcon />
      </span>
    </li>
  );
}

async function ask() {
  const [{ events, next }, sessions] = await Promise.all([recordedEvents(), livingSessions()]);
  return { ...latelyOf(events, next === undefined), sessions: sessions.length };
}
