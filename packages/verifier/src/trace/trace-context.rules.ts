const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-|$)/;
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);
/** The flags that version 00 knows: sampled, and of a random id. */
const KNOWN_FLAGS = 0b11;

const KEY = /^[a-z0-9][a-z0-9_\-*/@]{0,255}$/;
const VALUE = /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;
const MOST_MEMBERS = 32;
/** What must be passed on at least; nothing longer is. */
const LONGEST_STATE = 512;

/** What a `traceparent` says. */
export interface TraceParent {
  readonly id: string;
  readonly span: string;
  readonly flags: number;
}

/**
 * Reads a `traceparent` (W3C Trace Context §3.2); undefined if it is not valid. Of a later version that counts which this one knows.
 * One that was sent twice is joined by a comma, and so is not valid.
 */
export function readTraceParent(text: string): TraceParent | undefined {
  const [, version, id, span, flags, end] = TRACEPARENT.exec(text) ?? [];
  if (id === undefined || span === undefined || id === NO_TRACE || span === NO_SPAN) return undefined;
  if (version === 'ff' || (version === '00' && end === '-')) return undefined;
  return { id, span, flags: Number.parseInt(flags!, 16) & KNOWN_FLAGS };
}

/** A `tracestate` as it may be passed on (§3.3), or undefined: one bad member makes all of it worth nothing. */
export function passableState(text: string): string | undefined {
  if (text.length > LONGEST_STATE) return undefined;
  const members = text
    .split(',')
    .map(withoutBlanks)
    .filter((member) => member !== '');
  if (members.length === 0 || members.length > MOST_MEMBERS) return undefined;
  const keys = new Set<string>();
  for (const member of members) {
    const equals = member.indexOf('=');
    if (!KEY.test(member.slice(0, Math.max(equals, 0))) || !VALUE.test(member.slice(equals + 1))) return undefined;
    keys.add(member.slice(0, equals));
  }
  return keys.size === members.length ? members.join(',') : undefined;
}

function withoutBlanks(member: string): string {
  let [from, to] = [0, member.length];
  while (member[from] === ' ' || member[from] === '\t') from++;
  while (to > from && (member[to - 1] === ' ' || member[to - 1] === '\t')) to--;
  return member.slice(from, to);
}
