import { Page, RequireSession } from '@latchkey/web';
import { useState } from 'react';
import type { ClientPlanAnswer } from '../../../src/clients/client-plan.contract.js';
import { ClientForm } from './client-form.js';
import { ClientPlan } from './client-plan.js';

/** Plans that clients let advisers read: for people with the role. */
export function ClientsPage() {
  return <RequireSession forRole="adviser">{() => <Clients />}</RequireSession>;
}

function Clients() {
  const [opened, setOpened] = useState<{ plan: ClientPlanAnswer; number: number }>();
  return (
    <Page title="Clients" lead="Read the plan of a client who has allowed it. You cannot change anything.">
      <ClientForm onPlan={(plan) => setOpened(plan && { plan, number: (opened?.number ?? 0) + 1 })} />
      {opened !== undefined && <ClientPlan key={opened.number} plan={opened.plan} />}
    </Page>
  );
}
