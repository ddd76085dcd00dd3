import type { Replica } from './stack.js';

interface LocalRevocations {
  has(sid: string): boolean;
  forget(sids: Iterable<string>): void;
}

/** What a replica holds of its service's own logouts: the package does not export it, so it is found by its name. */
export function localRevocationsOf(replica: Replica): LocalRevocations {
  const { container } = replica.app as unknown as { container: { getModules(): Map<string, NestModule> } };
  for (const { providers } of container.getModules().values()) {
    for (const [token, { instance }] of providers) {
      if (typeof token === 'function' && token.name === 'LocalRevocations') return instance as LocalRevocations;
    }
  }
  throw new Error('this service holds no local revocations');
}

interface NestModule {
  readonly providers: Map<unknown, { instance: unknown }>;
}
