import { findingsOn, type Finding } from './finding.rules.js';
import type { Look, ReadyChecks, ServiceFacts } from './service-facts.contract.js';

const DAY_MS = 86_400_000;
const CERTIFICATE_DAYS = { error: 7, warning: 21 };
/** A verifier allows 60 s. */
const CLOCK_SECONDS = { error: 30, warning: 3 };
/** Without news it is up to 10: a long poll of 5, counted from its request. A sensitive call bears 15. */
const FEED_SECONDS = { error: 15, warning: 12 };
const RENEW_CERTIFICATE = 'Renew the certificate, and have the proxy load it.';
const SET_CLOCKS = 'Have NTP set the clocks: chronyc tracking, or timedatectl.';

const onLocalhost = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname.endsWith('.localhost') || /^(127\.|\[::1\])/.test(hostname);

/** What one service's looks say of TLS. */
export function tlsFindings({ id, url, looks }: ServiceFacts, now: number): Finding[] {
  const { ok, warning, error } = findingsOn(id, 'TLS');
  if (url.protocol === 'http:')
    return onLocalhost(url)
      ? []
      : [error(`${url.origin} is plain http: cookies of a login are not kept there`, 'Put a proxy with TLS in front.')];
  const until = Math.min(...looks.map(({ certifiedUntil = Infinity }) => certifiedUntil));
  const days = Math.floor((until - now) / DAY_MS);
  const certificate =
    days < CERTIFICATE_DAYS.error
      ? error(`the certificate ends in ${days} days`, RENEW_CERTIFICATE)
      : days < CERTIFICATE_DAYS.warning
        ? warning(`the certificate ends in ${days} days`, RENEW_CERTIFICATE)
        : ok(`the certificate is good for ${days} days`);
  const hsts = looks.every(({ hasHsts }) => hasHsts)
    ? []
    : [warning('Strict-Transport-Security does not arrive', 'Let the proxy pass the headers of the service on.')];
  return [certificate, ...hsts];
}

/** What they say of its clock and of its database's. */
export function clockFindings({ id, looks }: ServiceFacts): Finding[] {
  const own = looks.flatMap(({ clockOffset: offset, clockError }) =>
    offset === undefined ? [] : [{ offset, surely: Math.max(0, Math.abs(offset) - clockError) }],
  );
  const worst = own.toSorted((a, b) => b.surely - a.surely)[0];
  const database = looks.map((look) => look.ready.checks?.database?.detail?.offsetSeconds ?? 0);
  const farthest = Math.max(...database.map(Math.abs));
  return [
    ...(worst === undefined ? [] : [clockFinding(id, 'clock', worst.surely, `differs from this machine's`)]),
    clockFinding(id, "database's clock", farthest, "differs from the service's"),
  ];
}

function clockFinding(id: string, about: string, seconds: number, words: string): Finding {
  const { ok, warning, error } = findingsOn(id, about);
  const said = `${words} by ${seconds.toFixed(1)} s`;
  if (seconds > CLOCK_SECONDS.error) return error(said, SET_CLOCKS);
  return seconds > CLOCK_SECONDS.warning ? warning(said, SET_CLOCKS) : ok(said);
}

/** What they say of readiness: each red check, and what is worth a word of the green ones. */
export function readinessFindings({ id, looks }: ServiceFacts): Finding[] {
  const { ok, error } = findingsOn(id, 'readiness');
  const findings = looks.flatMap(({ ready: { status, checks } }) => [
    status === 'ready'
      ? ok('ready')
      : error(`is ${status.replace('_', ' ')}`, 'See what else is said of it, and its log.'),
    ...(checks === undefined ? [] : [...databaseFindings(id, checks), ...otherFindings(id, checks)]),
  ]);
  return findings;
}

function databaseFindings(id: string, { database, migrations }: ReadyChecks): Finding[] {
  const { ok, warning, error } = findingsOn(id, 'database');
  const { state, host, role, listen, warning: reason = 'it does not say why' } = database?.detail ?? {};
  const pending = migrations?.detail?.pending ?? 0;
  const where = host ? ` at ${host}` : '';
  const standing =
    state === 'read_only'
      ? [
          error(
            `the server${where} takes no writes: a standby, or a demoted primary`,
            'See docs/database.md, Failover.',
          ),
        ]
      : database?.ok === false
        ? [error(`cannot be used: ${reason}`, 'See docs/database.md.')]
        : [ok(`takes writes${where}`)];
  const rights =
    role?.superuser === true
      ? [
          error(
            `the role ${role.name} is a superuser`,
            'Run migrate --roles, or the SQL of deploy/database: docs/database.md, Roles.',
          ),
        ]
      : role?.ownsTables === true
        ? [
            warning(
              `the role ${role.name} owns the tables`,
              'Give the service a runtime role: docs/database.md, Roles.',
            ),
          ]
        : [];
  const polling = 'its notifications do not arrive, as behind a pooler: a logout counts up to 1 s later';
  return [
    ...standing,
    ...rights,
    ...(listen === 'polling'
      ? [warning(polling, 'Connect directly, or in session mode: docs/database.md, Poolers.')]
      : []),
    ...(pending > 0 ? [error(`${pending} migrations are pending`, 'Run migrate of this release.')] : []),
  ];
}

function otherFindings(id: string, { keys, log, revocations }: ReadyChecks): Finding[] {
  const keysFault = keys?.detail?.fault ?? undefined;
  const logFault = log?.detail?.fault ?? undefined;
  return [
    ...(keysFault === undefined
      ? []
      : [
          findingsOn(id, 'keys').error(
            `the key file is not accepted: ${keysFault}`,
            'Mend the file; the old keys stay in force.',
          ),
        ]),
    ...(logFault === undefined
      ? []
      : [findingsOn(id, 'log').error(`cannot be written: ${logFault}`, 'Make room, or mend who reads it.')]),
    ...(id === 'bank' || revocations === undefined ? [] : [feedFinding(id, revocations.detail ?? {})]),
  ];
}

function feedFinding(id: string, detail: { feedAge?: number | null; lastFault?: string | null }): Finding {
  const { ok, warning, error } = findingsOn(id, 'feed');
  const age = detail.feedAge ?? Infinity;
  const words = Number.isFinite(age) ? `nothing heard of logouts for ${age.toFixed(1)} s` : 'never heard of logouts';
  const fix = detail.lastFault ?? 'Look at BANK_URL, and whether the bank is ready.';
  if (age > FEED_SECONDS.error) return error(`${words}: sensitive calls are refused`, fix);
  return age > FEED_SECONDS.warning ? warning(words, fix) : ok(words);
}

/** What a request shows that claims to come from elsewhere: whether so many proxies are believed as there are. */
export function proxyFindings({ id, disguised, looks }: ServiceFacts, disguise: string): Finding[] {
  const { ok, error } = findingsOn(id, 'proxies');
  const arrival = disguised?.ready.request;
  const hops = looks[0]?.ready.checks?.process?.detail?.trustedProxyHops;
  if (arrival === undefined || hops === undefined) return [];
  const entries = arrival.forwardedFor === null ? [] : arrival.forwardedFor.split(',').map((entry) => entry.trim());
  // What we wrote is not a proxy's.
  const proxies = entries[0] === disguise ? entries.length - 1 : entries.length;
  if (arrival.address === disguise)
    return [
      error(
        `TRUSTED_PROXY_HOPS=${hops}, and ${proxies} proxies name the client: anyone may claim any address`,
        proxies === hops
          ? 'Have the outermost proxy write X-Forwarded-For itself.'
          : `Set TRUSTED_PROXY_HOPS=${proxies}, or ask through the proxies: this command may have gone around them.`,
      ),
    ];
  if (proxies > hops)
    return [
      error(
        `${proxies} proxies name the client, TRUSTED_PROXY_HOPS=${hops}: all clients share an address, and its throttle`,
        `Set TRUSTED_PROXY_HOPS=${proxies}.`,
      ),
    ];
  return [ok(`${proxies} in front, as TRUSTED_PROXY_HOPS says; the client is ${arrival.address}`)];
}

/** Whether operators' details were shown at all. */
export function accessFindings({ id, looks }: ServiceFacts): Finding[] {
  const isShown = (look: Look): boolean => look.ready.checks !== undefined;
  if (looks.every(isShown)) return [];
  const words = 'shows no details: database, keys, feed, proxies and addresses were not looked at';
  return [
    findingsOn(id, 'access').warning(words, 'Set OPS_TOKEN, or its part of OPS_TOKENS, to the one of the service.'),
  ];
}
