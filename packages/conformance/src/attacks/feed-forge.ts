import { createHmac } from 'node:crypto';
import { encode, type Members, type Signer } from './tokens/forge.js';

/** What is answered instead of the feed. */
export interface ForgedAnswer {
  kind: string;
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Goes on with the body without an end. */
  endless?: boolean;
  /** Closes the connection in the middle of the answer. */
  breaksOff?: boolean;
  /** The reason that is counted; any when left out. */
  reason?: string;
}

/** What forgeries of the feed are made from. */
export interface FeedFacts {
  /** An authentic answer that was believed before, and one that was given before the dead session had ended. */
  current: string;
  older: string;
  /** An access token of the bank. */
  access: string;
  secret: string;
  /** A session that lives: a service that believes a forgery will refuse it. */
  active: string;
  /** Somebody who lives, with rights that never changed: the same, where the authentic answer is of version 2. */
  person?: string;
  /** Seconds that forgeries are signed ahead of now: none is refused for being older than the truth. */
  ahead?: number;
  /** How the bank signs, if its key is not the text of a secret. */
  own?: Signer;
}

/** So new are rights that nobody has. */
const NEVER = 1_000_000;

const partOf = (token: string, index: number): Members =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Members;

/** Makes answers from an authentic one, with the deployment's real key. */
export function feedForge({ current, secret, active, person = active, own, ahead = 0 }: FeedFacts) {
  const header = partOf(current, 0);
  const now = Math.floor(Date.now() / 1000) + ahead;
  const read = partOf(current, 1);
  const isSecond = read['ver'] === 2;
  const cursor = Number(read['deleted_to'] ?? 0);
  const lists = { rights: [[person, NEVER]], deleted: [person], deleted_after: cursor, deleted_to: cursor + 1 };
  const claims: Members = {
    ...read,
    ...{ iat: now, as_of: now * 1_000, etag: 'forged', sids: [active] },
    ...(isSecond && lists),
  };
  const seal = (head: string | Buffer, payload: string | Buffer, key?: string | Buffer): string => {
    const input = `${encode(head)}.${encode(payload)}`;
    const mac = (): Buffer =>
      createHmac('sha256', key ?? secret)
        .update(input)
        .digest();
    return `${input}.${encode(key === undefined && own !== undefined ? own(input) : mac())}`;
  };
  const sign = (head: Members, change: Members, key?: string | Buffer): string =>
    seal(JSON.stringify({ ...header, ...head }), JSON.stringify({ ...claims, ...change }), key);
  /** What a list of version 2 would say of somebody else, who may be taken for changed; nobody is deleted. */
  const naming = (sub: string): Members =>
    isSecond ? { rights: [[sub, NEVER]], deleted: [], deleted_after: cursor, deleted_to: cursor } : {};
  const heartbeat = (change: Members): string =>
    seal(
      JSON.stringify(header),
      JSON.stringify({ kind: 'heartbeat', ...(isSecond && { ver: 2 }), iss: claims['iss'], ...change }),
    );
  return { header, claims, now, isSecond, cursor, person, seal, sign, naming, heartbeat };
}
