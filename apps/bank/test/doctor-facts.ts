import type { Finding } from '../src/commands/doctor/finding.rules.js';
import type { Look, ReadyChecks, ServiceFacts } from '../src/commands/doctor/service-facts.contract.js';

export const NOW = Date.parse('2026-11-30T12:00:00Z');
export const DAY = 86_400_000;

/** A look at which all is well, but for what is said. */
export const look = (checks: Partial<ReadyChecks> | undefined = {}, more: Partial<Look> = {}): Look => ({
  isHttps: true,
  certifiedUntil: NOW + 60 * DAY,
  hasHsts: true,
  clockOffset: 0,
  clockError: 0.5,
  ready: { status: 'ready', checks: checks as ReadyChecks },
  ...more,
});

export function facts(id: string, looks: Look[], more: Partial<ServiceFacts> = {}): ServiceFacts {
  const url = new URL(`https://${id}.example.com`);
  return { id, url, looks, keys: { service: id, url: url.href, replicas: [] }, ...more };
}

/** A check as readiness tells it. */
export const detail = (what: object) => ({ ok: true, detail: what });

/** What is wrong, a line each. */
export const wrongOf = (findings: readonly Finding[]): string[] =>
  findings.filter(({ level }) => level !== 'ok').map(({ level, about, words }) => `${level} ${about}: ${words}`);
