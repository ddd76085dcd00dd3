/** Wrong logins of one address, and right ones of one account, are counted in windows of this length. */
export const LOGIN_WINDOW_SECONDS = 15 * 60;
export const REGISTRATION_WINDOW_SECONDS = 60 * 60;
/** Right logins of one account, or of one device, in a window: each costs a hash and a session, too. */
export const RIGHT_LOGINS = 30;

/** Failures in a row at one account, until somebody logs in: with this many only a known device is let in. */
export const MOST_FAILURES = 100;
/** So many of them are kept for addresses at which the account is known. */
export const KEPT_FOR_KNOWN_ADDRESSES = 20;
/** Failures in a row that cost strangers no wait, whatever addresses they come from. */
export const FREE_FAILURES = 20;
/** A device has a budget of its own. Beyond its end it is a device like any other. */
export const FREE_DEVICE_FAILURES = 10;
export const MOST_DEVICE_FAILURES = 20;
/** Beyond the free ones: seconds from one failure to the next attempt, the last of them for all that follow. */
export const WAITS = [15, 30, 60, 120, 240, 480, 960, 1_920, 3_600] as const;
export const LONGEST_WAIT_SECONDS = 3_600;
/** For how long a name that is no user's has its failures; those of users are kept. */
export const UNKNOWN_NAME_SECONDS = 7 * 86_400;

/** A bound on one count. */
export interface Budget {
  readonly key: string;
  /** What an error is called in log and metrics. */
  readonly reason: string;
  /** A window ends by itself, and a right login gives back its own count; a streak ends with a right login. */
  readonly kind: 'window' | 'streak';
  readonly most: number;
  /** So many cost no wait. */
  readonly free: number;
  /** Seconds from its first count to the end of a window, or from its last to the end of a streak; null = it stays. */
  readonly seconds: number | null;
}

/** What was counted so far. */
export interface Count {
  readonly counted: number;
  readonly secondsSinceLast: number;
  /** Until a window ends. */
  readonly secondsLeft: number;
}

/** Who tries to log in, as far as can be known before the hash. */
export interface Applicant {
  /** A digest of the username. */
  readonly account: string;
  readonly isUser: boolean;
  readonly address: string;
  /** Whether this account has logged in from this address before. */
  readonly isKnownHere: boolean;
}

/** Settings of the throttle; 0 = off. */
export interface Limits {
  readonly account: number;
  readonly address: number;
}

/** What a login is counted on: before the hash, as if it were wrong, and once it was right. */
export interface LoginBudgets {
  readonly attempt: readonly Budget[];
  readonly right: readonly Budget[];
}

/** The budgets of somebody without a proven device. Who is known at an address does not bear what others do there. */
export function budgetsOf({ account, isUser, address, isKnownHere }: Applicant, limits: Limits): LoginBudgets {
  const streak = isUser ? `account:${account}` : `unknown:${account}`;
  const most = isKnownHere ? MOST_FAILURES : MOST_FAILURES - KEPT_FOR_KNOWN_ADDRESSES;
  const free = isKnownHere ? MOST_FAILURES : FREE_FAILURES;
  const seconds = isUser ? null : UNKNOWN_NAME_SECONDS;
  const byAccount: Budget[] = [
    window(`account-address:${account}:${address}`, 'throttle_account_address', limits.account),
    { key: streak, reason: 'throttle_account', kind: 'streak', most, free, seconds },
  ];
  const rightByAccount = window(`right-account:${account}`, 'throttle_right_account', RIGHT_LOGINS);
  const hasAccount = limits.account > 0;
  const hasAddress = limits.address > 0 && !isKnownHere;
  const mostNew = Math.max(limits.address, RIGHT_LOGINS);
  return {
    attempt: [
      ...(hasAccount ? byAccount : []),
      ...(hasAddress ? [window(`address:${address}`, 'throttle_address', limits.address)] : []),
    ],
    right: [
      ...(hasAccount ? [rightByAccount] : []),
      // A first login makes the account known here: an office of many people is bounded by how many are new.
      ...(hasAddress ? [window(`right-address:${address}`, 'throttle_right_address', mostNew)] : []),
    ],
  };
}

/** The budgets of a proven device: nothing that others do, wherever they are, is counted on them. */
export function deviceBudgets(device: string): LoginBudgets {
  const streak = {
    key: `device:${device}`,
    reason: 'throttle_device',
    kind: 'streak',
    most: MOST_DEVICE_FAILURES,
    free: FREE_DEVICE_FAILURES,
    // Longer than the cookie lives.
    seconds: 400 * 86_400,
  } as const;
  return { attempt: [streak], right: [window(`right-device:${device}`, 'throttle_right_device', RIGHT_LOGINS)] };
}

const ANYONE: Applicant = { account: '', isUser: true, address: '', isKnownHere: false };

/** What the errors of all these budgets are called. */
export const REASONS: readonly string[] = [budgetsOf(ANYONE, { account: 1, address: 1 }), deviceBudgets('')]
  .flatMap(({ attempt, right }) => [...attempt, ...right])
  .map(({ reason }) => reason);

/** Why an attempt is refused, and for how long. */
export interface Refused {
  readonly reason: string;
  readonly seconds: number;
}

/** What keeps an attempt waiting the longest, if anything does. */
export function refusedBy(budgets: readonly Budget[], counts: ReadonlyMap<string, Count>): Refused | undefined {
  const refusals = budgets.map((budget) => {
    const count = counts.get(budget.key);
    // Waiting helps with a window, not with a streak that is used up.
    const isClosed = budget.kind === 'streak' && (count?.counted ?? 0) >= budget.most;
    return { reason: isClosed ? `${budget.reason}_closed` : budget.reason, seconds: waitSeconds(budget, count) };
  });
  return refusals.filter(({ seconds }) => seconds > 0).toSorted((one, other) => other.seconds - one.seconds)[0];
}

/** For how long a budget takes no further count; 0 if it takes one now. */
export function waitSeconds({ kind, most, free }: Budget, count: Count | undefined): number {
  if (count === undefined || count.counted < Math.min(free, most)) return 0;
  if (count.counted >= most)
    return kind === 'window' ? Math.max(1, Math.ceil(count.secondsLeft)) : LONGEST_WAIT_SECONDS;
  const wait = WAITS[Math.min(count.counted - free, WAITS.length - 1)]!;
  return Math.max(0, Math.ceil(wait - count.secondsSinceLast));
}

function window(key: string, reason: string, most: number): Budget {
  return { key, reason, kind: 'window', most, free: most, seconds: LOGIN_WINDOW_SECONDS };
}
