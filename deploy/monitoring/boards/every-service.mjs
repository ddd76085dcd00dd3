import { lines, number } from '../panel.mjs';

/** What is asked of the chosen replicas alone. */
export const of = 'job=~"$job",instance=~"$instance"';

/** The first row: is it well? */
export const health = [
  number('Replicas that answer', 'none', 'Replicas that Prometheus reaches.', `sum(up{${of}})`),
  number(
    'Release',
    'none',
    'Replicas by release; two during an upgrade.',
    `sum by (version) (latchkey_build_info{${of}})`,
    {
      legend: '{{version}}',
    },
  ),
  number(
    'Database writable',
    'none',
    'The least of all replicas: 0 where one meets a database that is away or read-only.',
    `min(latchkey_database_writable{${of}})`,
    { bound: { at: 1, isLeast: true } },
  ),
  number('Key files broken', 'none', 'Replicas that go on with old keys.', `sum(latchkey_keys_file_broken{${of}})`, {
    bound: { at: 1 },
  }),
  number(
    'Server errors',
    'percentunit',
    'Share of requests answered with 5xx, without health checks. Alert above 2 %.',
    `(sum(rate(http_request_duration_seconds_count{${of},status=~"5..",route!~"/health/.*"}[$__rate_interval])) or vector(0)) / sum(rate(http_request_duration_seconds_count{${of},route!~"/health/.*"}[$__rate_interval]))`,
    { bound: { at: 0.02 } },
  ),
  number(
    'Connections used',
    'percentunit',
    'Of MAX_CONNECTIONS, at the fullest replica. Alert above 80 %.',
    `max(latchkey_connections_open{${of}} / latchkey_connections_limit{${of}})`,
    { bound: { at: 0.8 } },
  ),
];

// Long polls and streams last by intent.
const QUICK = `${of},route!~"/health/.*|/metrics|/.well-known/latchkey/revocations|/api/session/stream"`;

/** What is asked of the service, and how it answers. */
export const requests = [
  lines('Requests', 'reqps', 'Finished requests by status; health checks and /metrics are left out.', [
    [
      '{{status}}',
      `sum by (status) (rate(http_request_duration_seconds_count{${of},route!~"/health/.*|/metrics"}[$__rate_interval]))`,
    ],
  ]),
  lines(
    'Duration',
    's',
    'From the first byte of a request to the last of its response; long polls and streams are left out.',
    [
      [
        'half',
        `histogram_quantile(0.5, sum by (le) (rate(http_request_duration_seconds_bucket{${QUICK}}[$__rate_interval])))`,
      ],
      [
        '99 %',
        `histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{${QUICK}}[$__rate_interval])))`,
      ],
    ],
  ),
  lines('Refusals', 'reqps', 'The ten most frequent reasons; docs/tokens.md explains them.', [
    ['{{reason}}', `topk(10, sum by (reason) (rate(latchkey_refusals_total{${of}}[$__rate_interval])))`],
  ]),
];

/** What the process needs of its machine. */
export const process = [
  lines('CPU', 'percentunit', 'Of one core.', [
    ['{{instance}}', `rate(process_cpu_seconds_total{${of}}[$__rate_interval])`],
  ]),
  lines('Memory', 'bytes', 'Resident memory of the process.', [
    ['{{instance}}', `process_resident_memory_bytes{${of}}`],
  ]),
  lines('Delay of the event loop', 's', '99 of 100 turns were later by less than this.', [
    ['{{instance}}', `nodejs_eventloop_lag_p99_seconds{${of}}`],
  ]),
  lines('Connections', 'none', 'Open connections, and those that the service ended, by reason and minute.', [
    ['{{instance}}', `latchkey_connections_open{${of}}`],
    ['ended: {{reason}}', `sum by (reason) (60 * rate(latchkey_connections_ended_total{${of}}[$__rate_interval])) > 0`],
  ]),
  lines(
    'Clock',
    's',
    'How far the clock is from that of Prometheus, and the database from it. Alert above 5 s; from 60 s on tokens are refused.',
    [
      ['{{instance}}', `abs(latchkey_clock_seconds{${of}} - timestamp(latchkey_clock_seconds{${of}}))`],
      ['{{instance}}: database', `abs(latchkey_database_clock_offset_seconds{${of}})`],
    ],
    { bound: { at: 5 } },
  ),
  lines('Log', 'none', 'Writes that failed, by reason, and lines that are gone, in the last minutes.', [
    ['{{code}}', `sum by (code) (increase(latchkey_log_write_failures_total{${of}}[$__rate_interval]))`],
    ['lines lost', `sum(increase(latchkey_log_lines_lost_total{${of}}[$__rate_interval]))`],
  ]),
];

/** Keys and the database, by replica. */
export const standing = [
  lines('Replicas that accept a key', 'none', 'By kid: lines of different height mean that replicas differ.', [
    ['{{kid}} {{alg}}', `count by (kid, alg) (latchkey_key_in_use{${of}})`],
  ]),
  lines('Database', 'none', '1 while it can be written to.', [['{{instance}}', `latchkey_database_writable{${of}}`]]),
  lines('Notifications', 'none', '1 while NOTIFY is heard; 0 where the service polls, as behind a pooler.', [
    ['{{instance}} {{channel}}', `latchkey_database_listening{${of}}`],
  ]),
];

/** How much of a budget of 30 days is left; 100 % at the start, below 0 it is used up. */
export function budget(title, recorded, allowed) {
  const description = `What is left of the error budget of 30 days: ${allowed * 100} % of events may be bad.`;
  const expression = `1 - latchkey:${recorded}:ratio_rate30d{job=~"$job"} / ${allowed}`;
  return number(title, 'percentunit', description, expression, {
    width: 6,
    legend: '{{job}}',
    bound: { at: 0.25, isLeast: true },
  });
}
