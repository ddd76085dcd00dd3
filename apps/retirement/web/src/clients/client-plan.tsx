import { Note, euros } from '@latchkey/web';
import { useEffect, useRef, useState } from 'react';
import type { ClientPlanAnswer } from '../../../src/clients/client-plan.contract.js';

/** The plan of a client, to read. */
export function ClientPlan({ plan }: { plan: ClientPlanAnswer }) {
  const { username, retirementAge, monthlyWishMinor, opened } = plan;
  const heading = useRef<HTMLHeadingElement>(null);
  const [readAt] = useState(() => new Date().toLocaleTimeString(undefined, { timeStyle: 'short' }));

  useEffect(() => heading.current?.focus(), []);

  return (
    <section aria-labelledby="client" className="card flex flex-col gap-6">
      <h2 id="client" ref={heading} tabIndex={-1} className="text-lead font-semibold break-words outline-none">
        Plan of <span translate="no">{username}</span>
      </h2>
      {!opened && <Note>No plan has been saved yet. These are the figures that everybody begins with.</Note>}
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(min(12rem,100%),1fr))] gap-6">
        <Figure name="Retirement age" figure={String(retirementAge)} />
        <Figure name="Monthly income" figure={euros(monthlyWishMinor)} />
      </dl>
      <p className="text-label text-muted">{`Read only, as of ${readAt}. Open it again to see later changes.`}</p>
    </section>
  );
}

function Figure({ name, figure }: { name: string; figure: string }) {
  return (
    <div>
      <dt className="text-label text-muted">{name}</dt>
      <dd className="text-heading font-semibold break-words text-brand-ink tabular-nums">{figure}</dd>
    </div>
  );
}
