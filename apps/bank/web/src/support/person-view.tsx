import { Empty, Note, PageSection } from '@latchkey/web';
import type { SessionEntry } from '@latchkey/verifier/contract';
import { useEffect, useRef, useState } from 'react';
import { EventRow } from '../security/event-row.js';
import { neighbourOf } from '../security/next-focus.rules.js';
import { ActDialog } from './act-dialog.js';
import type { Act } from './act-dialog.js';
import { PersonCard } from './person-card.js';
import { PersonSessions } from './person-sessions.js';
import type { LookAnswer } from '../../../src/support/support.contract.js';
import { endSession, endSessions, setDisabled } from './support.client.js';

interface PersonViewProps {
  found: LookAnswer;
  /** Why support looked. */
  reason: string;
}

/** What support sees of a person, as it was at the look and as its own acts have changed it since. */
export function PersonView({ found, reason }: PersonViewProps) {
  const [{ person, sessions }, setShown] = useState(found);
  const [act, setAct] = useState<Act>();
  const [done, setDone] = useState('');
  const focusNext = useRef<string>(undefined);
  const { sub, username } = person;

  useEffect(() => document.getElementById('person-title')?.focus(), []);

  function close() {
    setAct(undefined);
    // What was pressed may be gone.
    if (focusNext.current !== undefined) document.getElementById(focusNext.current)?.focus();
    focusNext.current = undefined;
  }

  function askToEnd(session: SessionEntry) {
    setAct({
      title: 'End this session?',
      text: `${session.device} (${session.address}) will be logged out of every service immediately.`,
      confirm: 'End session',
      async run(why) {
        await endSession(sub, why, session.id);
        focusNext.current = neighbourOf(sessions, session)?.id ?? 'person-sessions-title';
        setShown({ ...found, person, sessions: sessions.filter(({ id }) => id !== session.id) });
        setDone(`The session on ${session.device} has ended.`);
      },
    });
  }

  function askToEndAll() {
    setAct({
      title: 'End all sessions?',
      text: `${username} will be logged out of every service on every device, immediately.`,
      confirm: 'End all sessions',
      async run(why) {
        const ended = await endSessions(sub, why);
        focusNext.current = 'person-sessions-title';
        setShown({ ...found, person, sessions: [] });
        setDone(ended === 1 ? '1 session has ended.' : `${ended} sessions have ended.`);
      },
    });
  }

  function askToSwitch(isDisabled: boolean) {
    setAct({
      title: isDisabled ? 'Disable this account?' : 'Enable this account?',
      text: isDisabled
        ? `${username} will be logged out of every service on every device, and cannot log in until the account is enabled again.`
        : `${username} will be able to log in again.`,
      confirm: isDisabled ? 'Disable account' : 'Enable account',
      async run(why) {
        await setDisabled(sub, why, isDisabled);
        focusNext.current = 'account-act';
        setShown({ ...found, person: { ...person, isDisabled }, sessions: isDisabled ? [] : sessions });
        setDone(isDisabled ? 'The account is disabled.' : 'The account is enabled.');
      },
    });
  }

  return (
    <div className="flex flex-col gap-10">
      <PageSection id="person" title="Account" lead="As it is now. This look is recorded, with your reason.">
        <output className="block empty:sr-only">{done !== '' && <Note tone="good">{done}</Note>}</output>
        <PersonCard person={person} onDisable={() => askToSwitch(true)} onEnable={() => askToSwitch(false)} />
      </PageSection>
      <PageSection id="person-sessions" title="Sessions" lead="Where the person is logged in.">
        <PersonSessions sessions={sessions} onEnd={askToEnd} onEndAll={askToEndAll} />
      </PageSection>
      <PageSection
        id="person-events"
        title="Recent events"
        lead="The newest 20, up to this look. What you do here is added to them: look again to see it."
      >
        {found.events.length === 0 ? (
          <Empty title="Nothing yet">Nothing has been recorded on this account.</Empty>
        ) : (
          <ul className="card card-flush divide-y divide-line">
            {found.events.map((event) => (
              <EventRow key={event.id} event={event} />
            ))}
          </ul>
        )}
      </PageSection>
      {act !== undefined && <ActDialog act={act} reason={reason} onClose={close} />}
    </div>
  );
}
