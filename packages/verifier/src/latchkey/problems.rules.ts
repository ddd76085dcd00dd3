/** What the lines of a status are made of. */
export interface StatusFacts {
  readonly audience: string;
  readonly issuer: string;
  readonly hasKeys: boolean;
  readonly keysFault: string | undefined;
  readonly feedFault: string | undefined;
  /** Seconds; Infinity before the first answer. */
  readonly feedAge: number;
  /** Seconds that our clock is ahead of the bank's; negative: behind. */
  readonly clockAhead: number;
  readonly storeFault: string | undefined;
  readonly logoutsFault: string | undefined;
  readonly deletionsFault: string | undefined;
  /** The claim by which every authentic token so far was for others. */
  readonly foreignClaim: 'aud' | 'iss' | undefined;
  /** Ids in the bank's list; undefined while the bank itself has not given one. */
  readonly listed: readonly string[] | undefined;
  readonly ownOrigin: string | undefined;
  /** What the list says instead. */
  readonly otherOrigin: string | undefined;
}

/** Seconds that a clock may be off without a word: more than an answer takes, less than a sensitive route bears. */
const CLOCK_SECONDS = 10;
/** Seconds that sensitive routes bear. */
const STALE_SECONDS = 15;
const SET_CLOCK = 'Have NTP set both clocks.';

/** What is wrong, a line each, with what to do about it. */
export function problemsOf(facts: StatusFacts): string[] {
  return [
    keysProblem(facts),
    audienceProblem(facts),
    tokensProblem(facts),
    addressProblem(facts),
    feedProblem(facts),
    clockProblem(facts),
    facts.storeFault &&
      `the store fails: ${facts.storeFault}. Nothing is lost that the bank knows; logouts here are refused until it works`,
    facts.logoutsFault && `the bank is not told of logouts: ${facts.logoutsFault}`,
    facts.deletionsFault && `the data of a deleted account is not removed: onDeleted: ${facts.deletionsFault}`,
  ].filter((line) => line !== undefined && line !== '') as string[];
}

function keysProblem({ hasKeys, keysFault }: StatusFacts): string | undefined {
  if (!hasKeys)
    return `there are no keys, and every token is turned away (keys_unavailable)${keysFault ? `: ${keysFault}` : ''}`;
  return keysFault && `the keys are not up to date, the old ones stay in use: ${keysFault}`;
}

function audienceProblem({ listed, audience }: StatusFacts): string | undefined {
  if (listed === undefined || listed.includes(audience)) return undefined;
  const names = listed.length === 0 ? 'none' : listed.join(', ');
  return `the bank's list names no service ${audience}, so no token is for it: audience: is it one of those listed (${names})? Else add it to the bank's registry`;
}

function tokensProblem({ foreignClaim, audience, issuer }: StatusFacts): string | undefined {
  if (foreignClaim === 'aud')
    return `every authentic token that came names other services (aud), not ${audience}: audience: is it this service's id in the bank's registry?`;
  return (
    foreignClaim &&
    `every authentic token that came names another issuer (iss) than ${issuer}: issuer: is it the bank's SSO_ISSUER, letter by letter?`
  );
}

function addressProblem({ listed, ownOrigin, otherOrigin }: StatusFacts): string | undefined {
  if (ownOrigin === undefined && listed === undefined)
    return 'the public address of this service is not known yet: publicUrl: set it, or see why the bank gives no list of services';
  if (otherOrigin === undefined) return undefined;
  return `people open this service at ${otherOrigin} by the bank's list, and at ${ownOrigin} by its options: publicUrl: which one is right?`;
}

function feedProblem({ feedFault, feedAge }: StatusFacts): string | undefined {
  const age = Number.isFinite(feedAge) ? `for ${Math.round(feedAge)} s` : 'since the start';
  if (feedFault !== undefined)
    return `revocations are not heard of ${age}, so sensitive routes and writes ask for newer tokens: ${wordsOf(feedFault)}`;
  return feedAge > STALE_SECONDS ? `revocations were not heard of ${age}: does the bank answer slowly?` : undefined;
}

// The feed's reasons are single words, for metrics.
function wordsOf(fault: string): string {
  if (fault === 'iat_ahead' || fault === 'as_of_ahead')
    return `the bank signs more than 60 s ahead of the clock here (${fault}). ${SET_CLOCK}`;
  if (fault === 'unknown_kid')
    return 'it is signed with a key that is not known here (unknown_kid). keys: are they those of this bank?';
  if (fault === 'signature') return 'its signature is wrong (signature). keys: are they those of this bank?';
  if (fault === 'claim_iss')
    return 'it is of another issuer (claim_iss). issuer: is it the SSO_ISSUER of the bank at bankUrl?';
  return fault;
}

function clockProblem({ clockAhead }: StatusFacts): string | undefined {
  if (Math.abs(clockAhead) < CLOCK_SECONDS) return undefined;
  const side = clockAhead > 0 ? 'ahead of' : 'behind';
  return `the clock here is ${Math.round(Math.abs(clockAhead))} s ${side} the bank's. ${SET_CLOCK}`;
}
