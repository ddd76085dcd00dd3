import { everyVersion } from '../attacks/tokens/forge.js';
import { claimsOf } from '../client/credentials.js';
import type { RawResponse } from '../client/raw-http.js';
import { BankAccount, servicesOf } from '../bank/bank-account.js';
import { MintedTokens } from '../bank/minted-tokens.js';
import type { Options } from '../options.js';
import { StubBank } from '../bank/stub-bank.js';
import type { ProbeContext, Mint } from './probe.js';
import { RemoteService } from '../client/remote-service.js';
import { keyOfFile, keyOfSecret, type SigningKey } from '../bank/signing-key.js';
import { UsageError } from '../client/usage-error.js';

/**
 * Finds out what the options leave open, logs in, and starts the stub bank; `close` stops it.
 *
 * @throws {UsageError} if nobody answers, the login is refused, or the service's id or issuer cannot be found out
 */
export async function probeContext(options: Options): Promise<{ context: ProbeContext; close: () => Promise<void> }> {
  const { url, login, playBank } = options;
  const key = keyOf(options);
  const patience = options.patience * 1_000;
  const bank = options.bank && new RemoteService(options.bank, options.bank.origin, '/api/me', patience);
  const services = bank === undefined ? await listedAt(options.issuer, patience) : await servicesOf(bank);
  const reached = new RemoteService(url, url.origin, options.path, patience);
  const greeting = await greetingOf(reached);
  const audience =
    options.audience ??
    services.find((one) => originOf(one) === (options.origin ?? url.origin))?.id ??
    services.find((one) => options.origin === undefined && isSamePlace(new URL(one.url), url))?.id ??
    (await idOf(reached, services));
  const entry = services.find(({ id }) => id === audience);
  const known = options.origin ?? (entry && originOf(entry));
  const origin = known ?? url.origin;
  const service = new RemoteService(url, origin, options.path, patience, audience === 'bank');
  const account = login && bank && new BankAccount(bank, login);
  const real = await account?.logIn();
  const issuer = options.issuer ?? issuerOf(real, services, options.bank);
  const mint =
    key && mintWith(key, issuer, [...new Set([audience, ...services.map(({ id }) => id)])], options.tokenTtl);
  const stubBank = await play(mint, issuer, { id: audience, name: audience, url: origin }, playBank);
  let inCookie: Promise<string> | undefined;
  const context: ProbeContext = {
    service,
    greeting,
    isOriginAssumed: known === undefined,
    audience,
    issuer,
    bounds: {
      tokenTtl: options.tokenTtl,
      write: options.writeWithin,
      sensitive: options.sensitiveWithin,
      ended: options.endedWithin,
    },
    mint,
    account,
    stubBank,
    write: options.write,
    sensitive: options.sensitive,
    role: options.role,
    exported: options.exported,
    page: options.page,
    ...(options.isQuick ? QUICKLY : WHOLLY),
    neighbours: [...options.neighbours, ...services.map(originOf)].filter((one) => one !== origin),
    isBank: audience === 'bank',
    good: async (via = 'bearer') => {
      if (mint !== undefined) return mint.tokens.token({ via });
      return (via === 'bearer' ? real : await (inCookie ??= account?.logIn(via))) ?? '';
    },
  };
  return { context, close: async () => stubBank?.close() };
}

const originOf = ({ url }: { url: string }): string => new URL(url).origin;

/** Names below localhost, and the loopback address, are this machine: there the port tells who it is. */
function isSamePlace(one: URL, other: URL): boolean {
  const isHere = ({ hostname }: URL): boolean => /(^|\.)localhost$|^127\.0\.0\.1$|^\[::1\]$/.test(hostname);
  return isHere(one) && isHere(other) && one.port === other.port && one.protocol === other.protocol;
}

/** What the issuer's public list says; nothing if nobody is there, as where the bank is a stub. */
async function listedAt(issuer: string | undefined, patience: number): Promise<{ id: string; url: string }[]> {
  if (issuer === undefined) return [];
  return servicesOf(new RemoteService(new URL(issuer), issuer, '/api/me', patience)).catch(() => []);
}

function keyOf({ secret, keys }: Options): SigningKey | undefined {
  if (secret !== undefined) return keyOfSecret(secret);
  return keys === undefined ? undefined : keyOfFile(keys);
}

/** How much is sent, and how long the stub bank waits for the service to come, which may be slow to find out that it is back. */
const WHOLLY = { mostKinds: Infinity, hearsWithin: 8 };
const QUICKLY = { mostKinds: 12, hearsWithin: 4 };

/** Of somebody who may do something: what a forger would like to be. */
const RIGHTS = { roles: ['adviser', 'support'], rv: 3 };

function mintWith(key: SigningKey, issuer: string | undefined, audience: string[], tokenTtl: number): Mint {
  if (issuer === undefined)
    throw new UsageError("--issuer is missing: the bank's public origin, which every token names");
  const tokens = new MintedTokens(key, { issuer, audience, tokenTtl });
  return { key, tokens, forges: () => everyVersion(tokens.token(RIGHTS), key.secret, key.sign) };
}

async function play(
  mint: Mint | undefined,
  issuer: string | undefined,
  service: { id: string; name: string; url: string },
  port: number | undefined,
): Promise<StubBank | undefined> {
  if (port === undefined || mint === undefined || issuer === undefined) return undefined;
  const stubBank = new StubBank(mint.tokens, issuer, [{ id: 'bank', name: 'Bank', url: issuer }, service]);
  await stubBank.listen(port).catch((error: unknown) => {
    throw new UsageError(`the stub bank cannot listen on port ${port}: ${(error as Error).message}`);
  });
  return stubBank;
}

function issuerOf(
  token: string | undefined,
  services: readonly { id: string; url: string }[],
  bank: URL | undefined,
): string | undefined {
  if (token !== undefined) return String(claimsOf(token)['iss']);
  const entry = services.find(({ id }) => id === 'bank');
  return entry === undefined ? bank?.origin : originOf(entry);
}

/** What the guarded GET answers somebody without a token. */
async function greetingOf(service: RemoteService): Promise<RawResponse> {
  const { answer } = await service.read([]);
  const words = service.violations.map(({ kind, seen }) => `${kind}: ${seen}`).join();
  if (answer === null) throw new UsageError(`nobody answers at ${service.address}: ${words}`);
  return answer;
}

/** What a service says it is; only to its own machine, or to nobody. */
async function idOf(service: RemoteService, listed: readonly { id: string }[]): Promise<string> {
  const { answer } = await service.ask({ path: '/internal/keys' });
  try {
    const { service: id } = JSON.parse(answer?.body ?? '') as { service?: unknown };
    if (typeof id === 'string') return id;
  } catch {
    // It says nothing that can be read.
  }
  const ids = listed.map(({ id }) => id).join(', ') || 'nobody';
  throw new UsageError(
    `--audience is missing: the id of the service (the list of services names ${ids}, none of them at this address)`,
  );
}
