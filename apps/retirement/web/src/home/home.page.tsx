import { ErrorPage, RequireSession, Page, useQuery } from '@latchkey/web';
import type { MeAnswer } from '@latchkey/verifier/contract';
import { readPlan } from '../plan/plan.client.js';
import { PlanSkeleton } from '../plan/plan-skeleton.js';
import { PlanView } from '../plan/plan-view.js';

/** The plan of the person who logged in at the bank. */
export function HomePage() {
  return <RequireSession>{(me) => <Home me={me} />}</RequireSession>;
}

function Home({ me }: { me: MeAnswer }) {
  const plan = useQuery(readPlan);

  if (plan.status === 'failed') return <ErrorPage error={plan.error} retry={plan.retry} />;
  return (
    <Page title="Your retirement plan" lead={`Welcome, ${me.username}. Your login at the bank works here too.`}>
      {plan.status === 'loading' ? <PlanSkeleton /> : <PlanView me={me} plan={plan.value} />}
    </Page>
  );
}
