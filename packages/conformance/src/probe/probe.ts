import type { Carrier, Forge } from '../attacks/tokens/forge.js';
import type { RawResponse } from '../client/raw-http.js';
import type { BankAccount } from '../bank/bank-account.js';
import type { MintedTokens } from '../bank/minted-tokens.js';
import type { StubBank } from '../bank/stub-bank.js';
import type { Finding } from '../client/exchange.js';
import type { Route, RemoteService } from '../client/remote-service.js';
import type { RuleName } from '../contract/rules.js';
import type { SigningKey } from '../bank/signing-key.js';

/** Seconds of docs/tokens.md. */
export interface Bounds {
  readonly tokenTtl: number;
  readonly write: number;
  readonly sensitive: number;
  /** In which the end of a session counts everywhere. */
  readonly ended: number;
}

/** What tokens can be made with. */
export interface Mint {
  readonly key: SigningKey;
  readonly tokens: MintedTokens;
  /** Start from a good token of now: of version 1, and of version 2 for each way that it may travel. */
  forges(): readonly Forge[];
}

/** A route for people who have a role. */
export interface RoleRoute {
  readonly name: string;
  readonly route: Route;
}

/** Everything that a probe may use; what was not given is undefined, and the probes that need it are skipped. */
export interface ProbeContext {
  readonly service: RemoteService;
  /** The guarded GET without a token, before anything else was asked. */
  readonly greeting: RawResponse;
  /** Neither an option nor a list of services said what the origin of its pages is. */
  readonly isOriginAssumed: boolean;
  /** The id of the service: what `aud` must name. */
  readonly audience: string;
  /** The bank's public origin, as the tokens name it. */
  readonly issuer: string | undefined;
  readonly bounds: Bounds;
  readonly mint: Mint | undefined;
  /** A login at the real bank. */
  readonly account: BankAccount | undefined;
  /** The command answers as the bank. */
  readonly stubBank: StubBank | undefined;
  readonly write: Route | undefined;
  readonly sensitive: Route | undefined;
  /** A route that demands a role, and the role. */
  readonly role: RoleRoute | undefined;
  /** The path of what the service tells people that it keeps of them. */
  readonly exported: string | undefined;
  /** Origins of the other services. */
  readonly neighbours: readonly string[];
  /** Whether the service under test is the bank itself. */
  readonly isBank: boolean;
  /** So many kinds of a probe are sent at most. */
  readonly mostKinds: number;
  /** Seconds in which a service must have found out that the stub bank is there. */
  readonly hearsWithin: number;
  /** The path of a page that the service renders for who is known. */
  readonly page: string | undefined;
  /** A good token for this way, as bearer unless said, of a session that no other probe ends. */
  readonly good: (via?: Carrier) => Promise<string>;
}

/** What a probe cannot do without. */
export type Need = 'key' | 'ES256' | 'login' | 'stub bank' | 'consumer';

/** One danger, and whether a service is exposed to it. */
export interface Probe {
  /** Stable, for `--only` and for machines. */
  readonly id: string;
  /** What a service does that passes, in a plain sentence. */
  readonly name: string;
  readonly sends: string;
  readonly demands: string;
  /** Where the demand comes from. */
  readonly source: string;
  /** What the contract says of it. */
  readonly rules: readonly RuleName[];
  readonly needs?: readonly Need[];
  /** Answers what is wrong; nothing is a pass. */
  run(context: ProbeContext): Promise<Finding[]>;
  /** What shows only after a while; the next probe begins meanwhile. */
  later?(context: ProbeContext): Promise<Finding[]>;
  /** Begins when nothing is left to show of those before. */
  readonly isAlone?: boolean;
}

/** Probes about one matter. */
export interface Chapter {
  /** Stable, for `--only`: no probe has the same. */
  readonly id: string;
  readonly title: string;
  readonly probes: readonly Probe[];
}

/** What a probe says that cannot go on for what it found. */
export class Failed extends Error {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(findings.map(({ kind, seen }) => `${kind}: ${seen}`).join('; '));
    this.findings = findings;
  }
}

/** What a probe says that finds out by itself that it cannot be run. */
export class Skipped extends Error {}

const REASONS: Record<Need, string> = {
  key: 'needs the key: LATCHKEY_SECRET, --secret or --keys',
  ES256: 'needs a deployment that signs with ES256',
  login: 'needs a login: --bank, --username and LATCHKEY_PASSWORD or --password',
  'stub bank': 'needs --play-bank and the key',
  consumer: 'is for services that are not the bank',
};

/** Why a probe cannot be run in this context. */
export function missing(probe: Probe, context: ProbeContext): string | undefined {
  const has: Record<Need, boolean> = {
    key: context.mint !== undefined,
    ES256: context.mint?.key.alg === 'ES256',
    login: context.account !== undefined,
    'stub bank': context.stubBank !== undefined,
    consumer: !context.isBank,
  };
  const need = probe.needs?.find((one) => !has[one]);
  return need === undefined ? undefined : REASONS[need];
}

/** The mint of a probe that needs the key. */
export function mintOf({ mint }: ProbeContext): Mint {
  if (mint === undefined) throw new Error(REASONS.key);
  return mint;
}
