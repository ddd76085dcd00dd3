import { table, whole, type Cell } from '../report-table.ts';
import { newsAt, type Costs } from './costs.ts';
import { demandOf, HABITS, REVOKED_KEPT, type Habits } from './demand.ts';
import { AS_IT_IS, needsOf, type Deployment, type Needs, type Way } from './needs.ts';

const PEOPLE = [1e4, 1e5, 1e6, 1e7];
const SERVICES = [1, 10, 100, 1000];
const USUAL_SERVICES = 10;
const LARGEST = { services: 1000, people: 1e7 };
const SETS = [1_000, 10_000, 100_000, 1_000_000];
const WAYS: readonly (readonly [string, Way])[] = [
  ['as it is', AS_IT_IS],
  ['readers pause for 100 ms', { pause: 100, caches: 0 }],
  ['readers pause for 500 ms', { pause: 500, caches: 0 }],
  ['10 caches ask in place of the services', { pause: AS_IT_IS.pause, caches: 10 }],
];

/** docs/scale.md. */
export function renderPage(costs: Costs): string {
  const parts = [
    opening(costs),
    costsText(costs),
    habitsText(HABITS),
    peopleText(costs),
    feedText(costs),
    endText(costs),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** One deployment, for the terminal. */
export function renderOne({ people, services }: Deployment, habits: Habits, costs: Costs): string {
  const needs = needsOf({ people, services }, demandOf(people, habits), costs);
  const rows = [...peopleHead.map((head, index) => [head, peopleRow(people, needs)[index]!]), ...feedLines(needs)];
  const width = Math.max(...rows.map(([name]) => String(name).length));
  return rows.map(([name, value]) => `${String(name).padEnd(width)}  ${value}`).join('\n');
}

const opening = ({ machine }: Costs): string => `# Scale

Written by \`npm run scale\`: a simulation of the busiest second with costs that \`npm run scale -- --measure\` measured on ${machine.date}, commit
${machine.commit}: ${machine.processor}, Node ${machine.node}. No deployment of these sizes was run. \`npm run scale -- --people 250000 --services 12\` prints one of your own;
\`--help\` lists the habits that may be changed.`;

function costsText({ login, renewal, logout, read, heartbeat, news }: Costs): string {
  const rows: Cell[][] = [
    ['login, password hashed at cost 12', ms(login.process), ms(login.database)],
    ['renewal', ms(renewal.process), ms(renewal.database)],
    ['logout', ms(logout.process), ms(logout.database)],
    ['guarded read at another service', ms(read.process), '0'],
    ['feed: nothing new, one reader', ms(heartbeat.process), '0'],
    ...news.map(({ active, bank }): Cell[] => [`feed: news, one reader, ${whole(active)} revoked`, ms(bank), '0']),
  ];
  const reading = news.map(({ active, bytes, service }): Cell[] => [whole(active), size(bytes), ms(service)]);
  return `## What one of each costs

Milliseconds of one core, of all threads of the process, beyond what it uses when nothing happens.

${table(['', 'service ms', 'its database ms'], rows)}

What a reader of the feed gets when one session more is revoked. Up to 1,000 revoked sessions an answer names all of them; above, it names what is new.

${table(['revoked sessions', 'answer', 'reader ms'], reading)}`;
}

const habitsText = (habits: Habits): string => `## What people do

Assumed, not measured; each is an option of the command.

- A person logs in ${habits.loginsADay} times a day. The busiest hour holds ${habits.busiestHour * 100} % of that, and its busiest second is ${habits.peak} times its mean.
- Somebody who is logged in uses the services for ${habits.use / 60} minutes, with a request every ${habits.between} s, and renews every 5 minutes.
- ${habits.loggedOut * 100} % of the sessions end by a logout. The feed names each for ${whole(REVOKED_KEPT)} s. Sessions that run out are not named.
- The requests are spread evenly over the services. Each service has at least two replicas, the bank too. No process uses more than 60 % of its main thread.`;

const peopleHead = [
  'people',
  'logins/s',
  'renewals/s',
  'reads/s',
  'cores that hash',
  'bank processes',
  'cores of its database',
  'commits/s',
  'cores that read',
  'replicas of each service',
];

function peopleRow(people: number, needs: Needs): Cell[] {
  const { demand, hashing, banks, database, commits, reading, replicas } = needs;
  const { logins, renewals, reads } = demand;
  return [
    whole(people),
    few(logins),
    few(renewals),
    few(reads),
    few(hashing),
    banks,
    few(database),
    few(commits),
    few(reading),
    replicas,
  ];
}

function peopleText(costs: Costs): string {
  const rows = PEOPLE.map((people) =>
    peopleRow(people, needsOf({ people, services: USUAL_SERVICES }, demandOf(people), costs)),
  );
  return `## What people need, with ${USUAL_SERVICES} services

${table(peopleHead, rows)}

- Passwords are what costs: a login takes ${whole(costs.login.process / costs.renewal.process)} times the processor of a renewal. Those cores may be of any number of bank processes; a process hashes on
  all cores of its machine, at the lowest priority. \`PASSWORD_COST\` halves or doubles them with each step.
- Reading needs no bank and no database. More replicas, or more services, share it without anything in common.
- By these figures one PostgreSQL bears the bank of the last row. Its commits are what to look at: they are bound by the disk, and renewals share them (docs/performance.md).`;
}

function feedLines({ feed, demand, wholeBytes, revokedBytes }: Needs): Cell[][] {
  return [
    ['revoked sessions in the feed', whole(demand.revoked)],
    ['logout in force after, p50', `${whole(feed.lagP50)} ms`],
    ['logout in force after, p99', `${whole(feed.lagP99)} ms`],
    ['feed answers/s', whole(feed.answersASecond)],
    ['feed traffic', `${size(feed.bytesASecond)}/s`],
    ['of each bank process, for the feed', `${whole(feed.bankShare * 100)} %`],
    ['whole set, for a service that starts', size(wholeBytes)],
    ['memory of the set in each process', size(revokedBytes)],
  ];
}

function feedText(costs: Costs): string {
  const rows = PEOPLE.flatMap((people) =>
    SERVICES.map((services): Cell[] => {
      const { feed, banks, demand } = needsOf({ people, services }, demandOf(people), costs);
      const { lagP50, lagP99, answersASecond, bytesASecond, bankShare } = feed;
      return [
        whole(people),
        whole(services),
        whole(demand.revoked),
        banks,
        `${whole(bankShare * 100)} %`,
        whole(answersASecond),
        `${size(bytesASecond)}/s`,
        `${whole(lagP50)} / ${whole(lagP99)} ms`,
      ];
    }),
  );
  const head = [
    'people',
    'services',
    'revoked',
    'bank processes',
    'for the feed',
    'answers/s',
    'traffic',
    'in force after, p50 / p99',
  ];
  return `## What the feed needs

Every process of every service keeps one request open at the bank. A logout answers all of them, once in 15 to 25 ms at most while logouts come without pause. "In force" is from
the commit of a logout to the moment a process refuses that session. The bench measures 17 to 20 ms for three replicas, with the bank's own answer in it (docs/performance.md).

${table(head, rows)}`;
}

function endText(costs: Costs): string {
  const { services, people } = LARGEST;
  const ways = WAYS.map(([name, way]): Cell[] => {
    const { feed, banks } = needsOf(LARGEST, demandOf(people), costs, way);
    const lag = `${whole(feed.lagP50)} / ${whole(feed.lagP99)} ms`;
    return [name, banks, whole(feed.answersASecond), `${size(feed.bytesASecond)}/s`, lag];
  });
  const sets = SETS.map((active): Cell[] => [
    whole(active),
    few(active / REVOKED_KEPT),
    size(newsAt(costs, active).wholeBytes),
    size(costs.revokedBytes * active),
  ]);
  return `## Where the feed ends, and what comes then

**Size.** A verifier reads no answer of more than 53 MB, which is a million revoked sessions: ${whole(1e6 / REVOKED_KEPT)} logouts a second without pause, or a million sessions ended at once.
Who follows the feed already is told of what is new; the whole set goes to a service that starts, to at most 256 at once.

${table(['revoked sessions', 'logouts/s that keep it so', 'whole set, compressed', 'memory in each process'], sets)}

Beyond that the set is cut into shards by \`sid\`: several feeds, each with a part of all sids and a signature of its own. A verifier follows all of them, so a shard saves no traffic; it bounds
the answer, and lets shards be served by different bank processes. This is not built. \`TOKEN_TTL\` is the other way: half of it halves the set, and
the time for which services read on without the bank.

**Services.** The registry and the list of services hold at most 64, and a token names each of them in \`aud\`: about 17 characters more for each, 4 kB at most. What is said here
of 100 and 1,000 services is about processes that read: 64 services with 32 replicas each are as many. More services than that share an id, and with it their audience, or
belong to several deployments.

**Fan-out.** Work grows with processes that read times changes a second. With ${whole(services)} services and ${whole(people)} people:

${table(['', 'bank processes', 'answers/s at the bank', 'traffic', 'in force after, p50 / p99'], ways)}

- First give the feed processes of its own: route \`/.well-known/latchkey/revocations\` to replicas of the bank that get no logins. No setting is needed, every replica can answer it.
- Then let readers pause for longer between two requests. Today that is a constant of the verifier, 10 ms (\`LEAST_PAUSE_MS\` in \`packages/verifier/src/revocations/feed.rules.ts\`).
- Then a cache in front, one a region. Answers are signed, so a cache needs no trust. Readers that know the same ask for the same URL, but for \`since\`, which the cache must cut down to whole
  10 s; the bank does so itself with what it writes. A long poll is one request for all who wait (\`proxy_cache_lock\` of nginx). This is not built.

**Long polls.** A bank process lets 4,096 requests wait, and 64 from one address; any more are answered at once, and ask again after their pause. Services behind one address (NAT) reach that first: more than
64 replicas there need a proxy that names them in \`X-Forwarded-For\` and counts in \`TRUSTED_PROXY_HOPS\`.`;
}

/** Two digits that count, or whole. */
const few = (value: number): string => (value >= 10 ? whole(value) : value.toPrecision(2));
const ms = (value: number): string => (value < 10 ? value.toPrecision(2) : whole(value));

function size(bytes: number): string {
  if (bytes < 1000) return `${whole(bytes)} B`;
  return bytes < 1e6 ? `${few(bytes / 1e3)} kB` : `${few(bytes / 1e6)} MB`;
}
