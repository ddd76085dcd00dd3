import { KnownOnly, Page, Time } from '@latchkey/web';
import type { MeAnswer } from '@latchkey/auth/contract';
import { ToLogin } from '../login/to-login.js';
import { OpenedServices } from './opened-services.js';
import { SecuritySummary } from './security-summary.js';

/** Where a person begins: what this login opens, and whether all is well with it. */
export function HomePage() {
  return <KnownOnly anonymous={<ToLogin />}>{(me) => <Home me={me} />}</KnownOnly>;
}

function Home({ me }: { me: MeAnswer }) {
  return (
    <Page
      title={`Welcome, ${me.username}`}
      lead={
        <>
          You logged in <Time seconds={me.auth_time} />. This login opens all services of the house.
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-8 gap-y-10 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <section aria-labelledby="services" className="flex flex-col gap-4">
          <h2 id="services" className="text-lead font-semibold">
            Your services
          </h2>
          <OpenedServices />
        </section>
        <section aria-labelledby="safety" className="flex flex-col gap-4">
          <h2 id="safety" className="text-lead font-semibold">
            Your security
          </h2>
          <SecuritySummary />
        </section>
      </div>
    </Page>
  );
}
