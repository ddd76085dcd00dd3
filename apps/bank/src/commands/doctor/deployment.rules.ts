import { findingsOn, type Finding } from './finding.rules.js';
import type { ListedService, ServiceFacts } from './service-facts.contract.js';

type Process = { readonly version?: string; readonly publicUrl?: string };

const processesOf = ({ looks }: ServiceFacts): Process[] =>
  looks.flatMap(({ ready }) => ready.checks?.process?.detail ?? []);
const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Whether all replicas are of one release. */
export function releaseFindings(all: readonly ServiceFacts[]): Finding[] {
  const told = all.flatMap((facts) => {
    const versions = distinct(processesOf(facts).flatMap(({ version }) => version ?? []));
    return versions.map((version) => ({ id: facts.id, version }));
  });
  const isMixed = distinct(told.map(({ version }) => version)).length > 1;
  const fix = 'Finish the upgrade; docs/upgrading.md says what may be mixed.';
  return told.map(({ id, version }) => {
    const { ok, warning } = findingsOn(id, 'release');
    return isMixed ? warning(`is of release ${version}, not all are`, fix) : ok(version);
  });
}

/** Whether each service is listed where it is, and all agree on the bank and the cookie's domain. */
export function addressFindings(all: readonly ServiceFacts[], listed: readonly ListedService[] | undefined): Finding[] {
  const bank = all.find(({ id }) => id === 'bank');
  if (listed === undefined) {
    const { error } = findingsOn('bank', 'registry');
    return bank?.fault === undefined
      ? [error('the bank does not list its services', 'Look at SSO_REGISTRY_FILE.')]
      : [];
  }
  const domains = distinct(
    all.flatMap(({ looks }) => looks.flatMap(({ ready }) => ready.checks?.sso?.detail?.cookieDomain ?? [])),
  );
  const issuer = bank && processesOf(bank)[0]?.publicUrl;
  return all.flatMap((facts) => [
    ...registryFinding(facts, listed),
    ...issuerFindings(facts, issuer),
    ...cookieFindings(facts, domains),
  ]);
}

function registryFinding(facts: ServiceFacts, listed: readonly ListedService[]): Finding[] {
  const { ok, error } = findingsOn(facts.id, 'registry');
  const entry = listed.find(({ id }) => id === facts.id);
  const fix = 'Correct its url in the registry of the bank (SSO_REGISTRY_FILE), or its PUBLIC_URL.';
  if (entry === undefined)
    return [error('is not listed: no token is for it', 'Add it to SSO_REGISTRY_FILE of the bank.')];
  const own = distinct(processesOf(facts).flatMap(({ publicUrl }) => publicUrl ?? []));
  const wrong = own.filter((url) => url !== new URL(entry.url).origin);
  if (wrong.length > 0) return [error(`is listed at ${entry.url}, and calls itself ${wrong.join(', ')}`, fix)];
  return [ok(`is listed at ${entry.url}`)];
}

function issuerFindings({ id, looks }: ServiceFacts, issuer: string | undefined): Finding[] {
  const own = distinct(looks.flatMap(({ ready }) => ready.checks?.sso?.detail?.issuer ?? []));
  const wrong = own.filter((one) => issuer !== undefined && one !== issuer);
  const { error } = findingsOn(id, 'issuer');
  return wrong.map((one) => error(`expects tokens of ${one}, the bank is ${issuer!}`, `Set SSO_ISSUER=${issuer!}.`));
}

function cookieFindings({ id, looks }: ServiceFacts, domains: readonly string[]): Finding[] {
  const own = distinct(looks.flatMap(({ ready }) => ready.checks?.sso?.detail?.cookieDomain ?? []));
  if (own.length === 0) return [];
  const { ok, error } = findingsOn(id, 'cookie domain');
  if (domains.length === 1) return [ok(own[0]!)];
  const fix = 'Set the same SSO_COOKIE_DOMAIN everywhere: the parent of all hosts.';
  return [
    error(`is ${own.join(', ')}, among services it is ${domains.join(', ')}: a login is not seen everywhere`, fix),
  ];
}

/** Whether every replica verifies with the keys of all others, and with the one that signs. */
export function keyFindings(all: readonly ServiceFacts[]): Finding[] {
  const replicas = all.flatMap(({ keys }) => keys.replicas);
  const signing = distinct(replicas.flatMap((replica) => replica.signing ?? []));
  const known = distinct(replicas.flatMap(({ thumbprints }) => thumbprints));
  return all.flatMap(({ id, keys }): Finding[] => {
    const { ok, warning, error } = findingsOn(id, 'keys');
    if (keys.fault !== undefined) return [warning(keys.fault, 'npm run keys -- check asks the same.')];
    const lacking = keys.replicas.filter(({ thumbprints }) => !signing.every((one) => thumbprints.includes(one)));
    const differing = keys.replicas.filter(({ thumbprints }) => thumbprints.length < known.length);
    const nameOf = (some: typeof lacking): string => some.map(({ instance }) => instance).join(', ');
    if (lacking.length > 0)
      return [
        error(
          `replicas lack the key that signs: ${nameOf(lacking)}`,
          'Copy the key files there: docs/operations.md, Keys.',
        ),
      ];
    if (differing.length > 0)
      return [
        warning(
          `replicas lack a key that others have: ${nameOf(differing)}`,
          'A rotation is under way, or a copy is old: npm run keys -- check.',
        ),
      ];
    return [ok(`replicas: ${keys.replicas.length}, keys: ${known.length}`)];
  });
}
