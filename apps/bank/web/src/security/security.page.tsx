import { RequireSession, Page, PageSection, useLinkedPart } from '@latchkey/web';
import type { MeAnswer } from '@latchkey/verifier/contract';
import { useCallback, useState } from 'react';
import { EventList } from './event-list.js';
import { PasswordChangeForm } from './password-change-form.js';
import { SessionList } from './session-list.js';

/** What keeps an account safe: its password, its sessions, and what happened. */
export function SecurityPage() {
  return <RequireSession>{(me) => <Security me={me} />}</RequireSession>;
}

function Security({ me }: { me: MeAnswer }) {
  // A change here is an event, and may end sessions: what is listed below is asked for again.
  const [changes, setChanges] = useState(0);
  const changed = useCallback(() => setChanges((count) => count + 1), []);

  useLinkedPart();

  return (
    <Page title="Security" lead="Your password, your sessions and the recent activity on your account.">
      <div className="flex flex-col gap-10">
        <PageSection
          id="password"
          title="Password"
          lead="Changing it ends all your other sessions. You stay logged in here."
        >
          <div className="card">
            <PasswordChangeForm username={me.username} onChanged={changed} />
          </div>
        </PageSection>
        <PageSection
          id="sessions"
          title="Sessions and devices"
          lead="Each session is a login that works for every service. End any that you do not recognise."
        >
          <SessionList changes={changes} onEnded={changed} />
        </PageSection>
        <PageSection id="events" title="Recent events" lead="What the bank recorded on your account, newest first.">
          <EventList changes={changes} />
        </PageSection>
      </div>
    </Page>
  );
}
