import { Page, RequireSession } from '@latchkey/web';
import { useState } from 'react';
import { LookForm } from './look-form.js';
import { PersonView } from './person-view.js';
import type { LookAnswer } from '../../../src/support/support.contract.js';

/** The support desk: for people with the role. */
export function SupportPage() {
  return <RequireSession forRole="support">{() => <SupportDesk />}</RequireSession>;
}

interface Look {
  found: LookAnswer;
  reason: string;
  /** Each look starts anew. */
  number: number;
}

function SupportDesk() {
  const [look, setLook] = useState<Look>();
  return (
    <Page
      title="Support desk"
      lead="Find a person, see the state of the account, and help. Every look and every act is recorded, and the person sees it."
    >
      <LookForm
        onFound={(found, reason) => setLook({ found, reason, number: (look?.number ?? 0) + 1 })}
        onNobody={() => setLook(undefined)}
      />
      {look !== undefined && <PersonView key={look.number} found={look.found} reason={look.reason} />}
    </Page>
  );
}
