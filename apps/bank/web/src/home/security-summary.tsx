import { Time } from '@latchkey/web';
import type { AccountState } from './account-state.js';
import { SummaryRow } from './summary-row.js';

/** What to know about the account's security; each line links to where to act on it. */
export function SecuritySummary({ state: { before, isFirst, refused, sessions, areMore } }: { state: AccountState }) {
  return (
    <ul className="card card-flush divide-y divide-line">
      {refused > 0 && (
        <SummaryRow to="events" topic="warning" link={refused === 1 ? '1 failed login' : `${refused} failed logins`}>
          Someone entered a wrong password for your account. If it was not you, take a look.
        </SummaryRow>
      )}
      {before !== undefined && (
        <SummaryRow to="events" topic="clock" link="Last login before this one">
          <span>{before.device ?? 'Unknown program'}</span>, <Time seconds={Date.parse(before.at) / 1000} />. Was that
          you?
        </SummaryRow>
      )}
      {isFirst && (
        <SummaryRow to="events" topic="clock" link="Your first login">
          From now on, this shows when and where you last logged in.
        </SummaryRow>
      )}
      <SummaryRow
        to="sessions"
        topic="devices"
        link={sessions === 1 ? '1 session' : `${areMore ? 'More than ' : ''}${sessions} sessions`}
      >
        {sessions === 1 ? 'You are only logged in here.' : 'Where you are logged in, including this device.'}
      </SummaryRow>
      <SummaryRow to="password" topic="key" link="Change password">
        A new password ends all your other sessions.
      </SummaryRow>
    </ul>
  );
}
