import { newsAt, type Costs } from './costs.ts';
import type { Demand } from './demand.ts';
import { READER_PAUSE, simulateFeed, type FeedOutcome, type FeedPlan } from './feed-simulation.ts';

/** Of one core: what is left serves the busier minute, and a replica that restarts. */
const FULL = 0.6;
/** One process waits for no more than so many long polls: apps/bank/src/feed/long-poll-clients.service.ts. */
const LONG_POLLS = 4096;
/** Nobody runs one process of anything. */
const LEAST_PROCESSES = 2;
/** Between hosts of one region. */
const ROUND_TRIP = 1;
/** That are played: fewer where there is much to play. */
const SECONDS = { least: 1.5, most: 20 };
const ANSWERS = 100_000;
/** So often a second at most a reader is answered. */
const MOST_OFTEN = 40;
/** Of the bank's main thread, that a process's hashes do not take: they run on threads of their own. */
const MAIN_THREAD_OF_LOGIN = 0.02;

/** A deployment: services besides the bank, and people. */
export interface Deployment {
  readonly services: number;
  readonly people: number;
}

/** What a deployment needs at its busiest second. */
export interface Needs {
  readonly demand: Demand;
  /** Cores that hash passwords. */
  readonly hashing: number;
  readonly banks: number;
  /** Cores that answer reads, of all other services together. */
  readonly reading: number;
  /** Processes of each of the other services. */
  readonly replicas: number;
  /** Cores of the bank's database. */
  readonly database: number;
  /** Commits a second at the bank's database. */
  readonly commits: number;
  readonly feed: FeedOutcome;
  /** Of a service that starts and knows nothing yet. */
  readonly wholeBytes: number;
  /** Of one process that follows the feed. */
  readonly revokedBytes: number;
}

/** How the feed is told, if not as it is. */
export interface Way {
  /** Milliseconds from an answer to a reader's next request, at least. */
  readonly pause: number;
  /** Caches that ask the bank in place of the services; 0: none. */
  readonly caches: number;
}

export const AS_IT_IS: Way = { pause: READER_PAUSE, caches: 0 };

export function needsOf({ services }: Deployment, demand: Demand, costs: Costs, { pause, caches } = AS_IT_IS): Needs {
  const { login, renewal, logout, read } = costs;
  const { logins, renewals, logouts, reads } = demand;
  const replicas = Math.max(LEAST_PROCESSES, Math.ceil((reads * read.process) / 1000 / FULL / services));
  const readers = caches === 0 ? services * replicas : caches;
  const news = newsAt(costs, demand.revoked);
  const threads =
    (logins * login.process * MAIN_THREAD_OF_LOGIN + renewals * renewal.process + logouts * logout.process) / 1000;
  const least = Math.max(LEAST_PROCESSES, Math.ceil(threads / FULL), Math.ceil(readers / LONG_POLLS));
  const plan = { readers, revocations: logouts, news, heartbeat: costs.heartbeat.process, pause };
  const { banks, feed } = banksFor(least, threads, {
    ...plan,
    roundTrip: ROUND_TRIP,
    seconds: secondsFor(readers, logouts),
  });
  return {
    demand,
    banks,
    replicas,
    feed,
    hashing: (logins * login.process) / 1000,
    reading: (reads * read.process) / 1000,
    database: (logins * login.database + renewals * renewal.database + logouts * logout.database) / 1000,
    commits: 2 * logins + renewals + logouts,
    wholeBytes: news.wholeBytes,
    revokedBytes: costs.revokedBytes * demand.revoked,
  };
}

/** The fewest processes whose main threads have room for the feed beside all else. */
function banksFor(
  least: number,
  threads: number,
  plan: Omit<FeedPlan, 'banks' | 'busy'>,
): { banks: number; feed: FeedOutcome } {
  let banks = least;
  for (;;) {
    const busy = threads / banks;
    const feed = simulateFeed({ ...plan, banks, busy });
    if (busy + feed.bankShare <= FULL) return { banks, feed };
    banks = Math.ceil(banks * 1.2);
  }
}

function secondsFor(readers: number, revocations: number): number {
  const answers = readers * Math.min(MOST_OFTEN, revocations);
  return Math.min(SECONDS.most, Math.max(SECONDS.least, ANSWERS / answers));
}
