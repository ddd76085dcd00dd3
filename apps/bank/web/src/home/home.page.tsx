import { Facts, KnownOnly, Page, Time } from '@latchkey/web';
import type { MeAnswer } from '@latchkey/auth/contract';
import { ToLogin } from '../login/to-login.js';
import { OpenedServices } from './opened-services.js';

/** Who is logged in, and what this login opens. */
export function HomePage() {
  return <KnownOnly anonymous={<ToLogin />}>{(me) => <Home me={me} />}</KnownOnly>;
}

function Home({ me }: { me: MeAnswer }) {
  return (
    <Page
      title={`Welcome, ${me.username}`}
      lead={
        <>
          You logged in <Time seconds={me.auth_time} />. Every service below knows you already.
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <section aria-labelledby="opens" className="flex flex-col gap-4">
          <h2 id="opens" className="text-lead font-semibold">
            What this login opens
          </h2>
          <OpenedServices />
        </section>
        <section aria-labelledby="session" className="flex flex-col gap-4">
          <h2 id="session" className="text-lead font-semibold">
            This session
          </h2>
          <div className="card">
            <Facts
              facts={[
                ['Username', me.username],
                ['Logged in', <Time key="since" seconds={me.auth_time} />],
                ['Valid until', <Time key="until" seconds={me.exp} />],
                [
                  'Session id',
                  <span key="sid" className="id">
                    {me.sid}
                  </span>,
                ],
              ]}
            />
          </div>
        </section>
      </div>
    </Page>
  );
}
