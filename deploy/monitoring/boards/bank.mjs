import { dashboard, lines } from '../panel.mjs';
import { budget, health, of, process, requests, standing } from './every-service.mjs';

const promises = [
  budget('Logins: budget left', 'login_slow', 0.01),
  budget('Renewals: budget left', 'refresh_failed', 0.001),
  budget('Logouts: budget left', 'logout_late', 0.01),
];

const logins = [
  lines('Logins', 'none', 'Logins a minute, by how they end.', [
    ['{{outcome}}', `sum by (outcome) (60 * rate(latchkey_login_duration_seconds_count{${of}}[$__rate_interval]))`],
  ]),
  lines(
    'Duration of a login',
    's',
    'With the right password. Promised: 99 % within 2 s.',
    [
      ['half', quantile(0.5)],
      ['99 %', quantile(0.99)],
    ],
    { bound: { at: 2 } },
  ),
  lines(
    'Passwords that wait',
    'none',
    'For a thread that hashes. At 64 the queue is full, and the address or account that holds most places gets 503.',
    [
      ['{{instance}}', `latchkey_password_queue{${of}}`],
      [
        'refused a minute',
        `sum(60 * rate(latchkey_refusals_total{${of},reason="password_queue_full"}[$__rate_interval]))`,
      ],
    ],
    { bound: { at: 48 } },
  ),
  lines('Hashing', 'none', 'Passwords hashed and compared a second.', [
    ['{{act}}', `sum by (act) (rate(latchkey_password_tasks_total{${of}}[$__rate_interval]))`],
  ]),
  lines(
    'Attempts that were held back',
    'none',
    'Logins a minute that the throttle refused, by what they had in common.',
    [
      [
        '{{reason}}',
        `sum by (reason) (60 * rate(latchkey_refusals_total{${of},reason=~"throttle_.*"}[$__rate_interval]))`,
      ],
    ],
  ),
  lines('Secrets that passwords need', 'none', 'Above 0 somebody cannot log in: a pepper went too early.', [
    ['{{instance}}', `latchkey_password_keys_missing{${of}}`],
  ]),
];

const sessions = [
  lines('Renewals', 'reqps', 'By how they end: docs/runbooks.md#refresh-budget explains the words.', [
    ['{{outcome}}', `sum by (outcome) (rate(latchkey_refreshes_total{${of}}[$__rate_interval]))`],
  ]),
  lines('Renewals that failed', 'percentunit', 'Of sessions that live. Promised: at most 0.1 %.', [
    ['{{job}}', 'latchkey:refresh_failed:ratio_rate5m{job=~"$job"}'],
  ]),
  lines('Old and forged refresh tokens', 'none', 'A minute. reused: the session was ended for it.', [
    [
      '{{outcome}}',
      `sum by (outcome) (60 * rate(latchkey_refreshes_total{${of},outcome=~"reused|forged"}[$__rate_interval]))`,
    ],
  ]),
];

const feed = [
  lines(
    'Age of what is known',
    's',
    'Since the database was read for sessions that are over. Alert above 10 s.',
    [['{{instance}}', `latchkey_revocations_age_seconds{${of}}`]],
    { bound: { at: 10 } },
  ),
  lines(
    'How late the bank reads a logout',
    's',
    'From the end of a session to the reading of each replica. Promised: 99 % within 1 s.',
    [
      ['half', quantile(0.5, 'latchkey_logout_lag_seconds', of)],
      ['99 %', quantile(0.99, 'latchkey_logout_lag_seconds', of)],
    ],
    { bound: { at: 1 } },
  ),
  lines('What the feed names', 'none', 'Sessions that are over, people with changed rights, deleted accounts.', [
    ['sessions', `max(latchkey_revocations_living{${of}})`],
    ['rights', `max(latchkey_rights_changes_living{${of}})`],
    ['deleted accounts', `max(latchkey_deletions_kept{${of}})`],
  ]),
  lines('Services that wait for news', 'none', 'Long polls; each replica of each service is one.', [
    ['{{instance}}', `latchkey_revocations_waiting{${of}}`],
    ['are sent a whole set', `sum(latchkey_revocations_large_answers{${of}})`],
  ]),
  lines('Answers of the feed', 'reqps', 'By kind; unavailable: the database cannot be read.', [
    ['{{kind}}', `sum by (kind) (rate(latchkey_revocations_answers_total{${of}}[$__rate_interval]))`],
  ]),
  lines('Open pages', 'none', 'Streams by which pages hear that their session is over.', [
    ['{{instance}}', `latchkey_session_streams{${of}}`],
  ]),
  lines('Token contract', 'none', 'The version of the access tokens that each replica issues.', [
    ['{{instance}}', `latchkey_token_version_issued{${of}}`],
  ]),
];

function quantile(share, metric = 'latchkey_login_duration_seconds', selector = `${of},outcome="success"`) {
  return `histogram_quantile(${share}, sum by (le) (rate(${metric}_bucket{${selector}}[$__rate_interval])))`;
}

export default dashboard({
  uid: 'latchkey-bank',
  title: 'Latchkey: the bank',
  description: 'Logins, renewals, the revocation feed, and what the process needs.',
  serves: 'latchkey_password_queue',
  rows: [
    ['Is it well?', [...health, ...promises]],
    ['Logins', logins],
    ['Renewals', sessions],
    ['Revocation feed', feed],
    ['Requests', requests],
    ['Keys and database', standing],
    ['Process', process],
  ],
});
