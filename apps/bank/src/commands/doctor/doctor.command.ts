import { explainBootError } from '@latchkey/service';
import { EXIT } from '../operator.command.js';
import { readArguments } from './arguments.rules.js';
import { addressFindings, keyFindings, releaseFindings } from './deployment.rules.js';
import { readTokens } from './doctor.config.js';
import { findingsOn, type Finding } from './finding.rules.js';
import { DISGUISE, listedBy, lookAt } from './look-at-service.js';
import type { ServiceFacts } from './service-facts.contract.js';
import { accessFindings, clockFindings, proxyFindings, readinessFindings, tlsFindings } from './service.rules.js';

const HELP = `doctor --bank URL --retirement URL [--SERVICE URL …] [--json]

Looks at a deployment from outside, as clients reach it, and says what is wrong and how to mend it: TLS, clocks, readiness,
database roles and recovery, keys, feed, releases, addresses, cookie domain, proxies. Services that the bank lists and the
command line does not name are looked at where the bank says they are. It changes nothing.

Reads OPS_TOKEN, OPS_TOKENS (id=token, separated by spaces) and ALLOW_PLAIN_INTERNAL; NODE_EXTRA_CA_CERTS for a CA of your own.
Exit codes: 0 nothing is wrong; 1 something is; 2 not understood; 78 the settings are wrong.`;

const MARKS = { ok: '✓', warning: '!', error: '✗' };

/** Runs the command line; answers its exit code. */
export async function runDoctor(argv: readonly string[]): Promise<number> {
  if (argv.length === 0 || argv.includes('--help') || argv.includes('-h')) {
    console.log(HELP);
    return argv.length === 0 ? EXIT.usage : EXIT.done;
  }
  const asked = readArguments(argv);
  if (typeof asked === 'string') {
    console.error(`✗ ${asked}\n  doctor --help`);
    return EXIT.usage;
  }
  try {
    const findings = await examine(asked.places);
    console.log(asked.json ? JSON.stringify(findings, null, 2) : linesOf(findings).join('\n'));
    return findings.some(({ level }) => level === 'error') ? EXIT.refused : EXIT.done;
  } catch (error) {
    return explainBootError('doctor', error);
  }
}

async function examine(given: ReadonlyMap<string, URL>): Promise<Finding[]> {
  const listed = await listedBy(given.get('bank')!);
  const others = (listed ?? []).filter(({ id }) => !given.has(id)).map(({ id, url }) => [id, new URL(url)] as const);
  const places = new Map([...given, ...others]);
  const tokenOf = readTokens(places);
  const all = await Promise.all([...places].map(([id, url]) => lookAt(id, url, tokenOf(id))));
  const findings = [
    ...all.flatMap(findingsOfOne),
    ...releaseFindings(all),
    ...addressFindings(all, listed),
    ...keyFindings(all),
  ];
  return unique(findings);
}

function findingsOfOne(facts: ServiceFacts): Finding[] {
  const { id, url, fault } = facts;
  const { ok, error } = findingsOn(id, 'reached');
  if (fault !== undefined)
    return [error(fault, `Look whether it runs, and whether ${url.origin} leads to it from here.`)];
  return [
    ok(url.origin),
    ...tlsFindings(facts, Date.now()),
    ...clockFindings(facts),
    ...readinessFindings(facts),
    ...accessFindings(facts),
    ...proxyFindings(facts, DISGUISE),
  ];
}

// Replicas that agree say it once; figures of them differ, and the worst is enough.
function unique(findings: readonly Finding[]): Finding[] {
  const rank = { error: 0, warning: 1, ok: 2 };
  const first = new Map<string, Finding>();
  for (const finding of findings.toSorted((a, b) => rank[a.level] - rank[b.level])) {
    const { service, about, level, words } = finding;
    const key = level === 'ok' || about === 'feed' ? `${service} ${about}` : `${service} ${about} ${words}`;
    if (!first.has(key)) first.set(key, finding);
  }
  return [...first.values()].toSorted((a, b) => a.service.localeCompare(b.service) || rank[a.level] - rank[b.level]);
}

function linesOf(findings: readonly Finding[]): string[] {
  const count = (level: Finding['level']): number => findings.filter((finding) => finding.level === level).length;
  const lines = findings.flatMap(({ level, service, about, words, fix }) => [
    `${MARKS[level]} ${service}: ${about}: ${words}`,
    ...(fix === undefined ? [] : [`    ${fix}`]),
  ]);
  return [...lines, `errors: ${count('error')}, warnings: ${count('warning')}, in order: ${count('ok')}`];
}
