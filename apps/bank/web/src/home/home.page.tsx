import { ErrorBlock, RequireSession, Page, RowsSkeleton, Time, useQuery } from '@latchkey/web';
import type { MeAnswer } from '@latchkey/verifier/contract';
import { accountState } from './account-state.js';
import { HomeSection } from './home-section.js';
import { OpenedServices } from './opened-services.js';
import { RecentActivity } from './recent-activity.js';
import { SecuritySummary } from './security-summary.js';

/** The start page: the services of this login, and whether the account is safe. */
export function HomePage() {
  return <RequireSession>{(me) => <Home me={me} />}</RequireSession>;
}

function Home({ me }: { me: MeAnswer }) {
  const loaded = useQuery(accountState);
  return (
    <Page
      title={`Welcome, ${me.username}`}
      lead={
        <>
          You logged in <Time seconds={me.auth_time} />. This login works for every service.
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-8 gap-y-10 pt-2 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:grid-rows-[auto_1fr]">
        <HomeSection id="services" title="Your services">
          <OpenedServices />
        </HomeSection>
        <HomeSection id="security" title="Your security" className="lg:col-start-2 lg:row-span-2 lg:row-start-1">
          {loaded.status === 'loading' && <RowsSkeleton />}
          {loaded.status === 'failed' && <ErrorBlock error={loaded.error} retry={loaded.retry} />}
          {loaded.status === 'ready' && <SecuritySummary state={loaded.value} />}
        </HomeSection>
        {loaded.status === 'ready' && (
          <HomeSection id="activity" title="Recent activity">
            <RecentActivity events={loaded.value.events} />
          </HomeSection>
        )}
      </div>
    </Page>
  );
}
