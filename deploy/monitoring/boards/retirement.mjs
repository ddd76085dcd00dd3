import { dashboard, lines, number } from '../panel.mjs';
import { budget, health, of, process, requests, standing } from './every-service.mjs';

const promises = [
  budget('Logouts: budget left', 'logout_late', 0.01),
  number(
    'Age of the feed',
    's',
    'At the replica that has heard nothing for longest. Alert above 60 s.',
    `max(latchkey_feed_age_seconds{${of}})`,
    {
      width: 6,
      bound: { at: 60 },
    },
  ),
  number('Logouts to deliver', 'none', 'That the bank has yet to be told.', `max(latchkey_logouts_pending{${of}})`, {
    width: 6,
    bound: { at: 1 },
  }),
  number(
    'Deletions to do',
    'none',
    'Deleted accounts whose data are still here.',
    `max(latchkey_deletions_pending{${of}})`,
    {
      width: 6,
      bound: { at: 1 },
    },
  ),
];

const logouts = [
  lines(
    'Age of the feed',
    's',
    'Since the service last heard from the bank; usually below 10. After 15 s sensitive calls ask for a renewal, after 300 s writes do.',
    [['{{instance}}', `latchkey_feed_age_seconds{${of}}`]],
    { bound: { at: 60 } },
  ),
  lines(
    'How late logouts arrive',
    's',
    'From the database of the bank to here; after a gap, with the gap. Promised: 99 % within 1 s.',
    [
      ['half', quantile(0.5)],
      ['99 %', quantile(0.99)],
      ['the last, {{instance}}', `latchkey_feed_lag_seconds{${of}}`],
    ],
    { bound: { at: 1 } },
  ),
  lines('Questions to the feed', 'reqps', 'By outcome; failed and refused: it is not followed.', [
    ['{{outcome}}', `sum by (outcome) (rate(latchkey_feed_polls_total{${of}}[$__rate_interval]))`],
  ]),
  lines('Answers that were not believed', 'none', 'A minute, by reason: docs/runbooks.md#feed-refused.', [
    ['{{reason}}', `sum by (reason) (60 * rate(latchkey_feed_refused_total{${of}}[$__rate_interval]))`],
  ]),
  lines('What is held', 'none', 'Revoked sessions, those ended here alone, and people with changed rights.', [
    ['sessions', `max(latchkey_revocations_living{${of}})`],
    ['ended here', `max(latchkey_local_revocations{${of}})`],
    ['rights', `max(latchkey_rights_living{${of}})`],
  ]),
  lines('Age of what is known of rights', 's', 'It grows while a bank of an earlier release answers.', [
    ['{{instance}}', `latchkey_rights_age_seconds{${of}}`],
  ]),
  lines('Logouts told to the bank', 'none', 'Tries a minute, by outcome.', [
    ['{{outcome}}', `sum by (outcome) (60 * rate(latchkey_logout_deliveries_total{${of}}[$__rate_interval]))`],
  ]),
  lines('Data of deleted accounts', 'none', 'Removals a minute, by outcome; failed: the code of the service threw.', [
    ['{{outcome}}', `sum by (outcome) (60 * rate(latchkey_deletions_total{${of}}[$__rate_interval]))`],
  ]),
  lines('Open pages', 'none', 'Streams by which pages hear that their session is over, and why they ended.', [
    ['{{instance}}', `latchkey_session_streams{${of}}`],
    ['{{code}} a minute', `sum by (code) (60 * rate(latchkey_session_streams_ended_total{${of}}[$__rate_interval]))`],
  ]),
];

function quantile(share) {
  return `histogram_quantile(${share}, sum by (le) (rate(latchkey_logout_lag_seconds_bucket{${of}}[$__rate_interval])))`;
}

/** Of any service that verifies: `Service` chooses which. */
export default dashboard({
  uid: 'latchkey-service',
  title: 'Latchkey: services that verify',
  description: 'How a service follows logouts, and what the process needs. Retirement, and any service that was added.',
  serves: 'latchkey_feed_age_seconds',
  rows: [
    ['Is it well?', [...health, ...promises]],
    ['Logouts, rights, deletions', logouts],
    ['Requests', requests],
    ['Keys and database', standing],
    ['Process', process],
  ],
});
