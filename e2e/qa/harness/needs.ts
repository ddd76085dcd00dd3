/** What a step does that nobody wants done to services that are in use, and how the report says so. */
const reasons = {
  kill: 'it kills and restarts services',
  keys: 'it changes the keys of the deployment',
  settings: 'it needs a stack with other settings',
  wait: 'it waits for times that are too long with usual settings',
  users: 'it registers more people',
  throttle: 'it guesses passwords until the account is slowed down',
  forge: 'it forges tokens with the secret of the deployment',
  network: 'it disturbs the network between services',
  loopback: 'it opens the services by another address, 127.0.0.1',
  database: 'it reads, changes and cuts off databases',
} as const;

export type Need = keyof typeof reasons;

/** Why a step is left out against services that are not the run's own; nothing if it may run there. */
export function whyNot(needs: readonly Need[]): string | undefined {
  if (needs.length === 0) return undefined;
  return `not against running services: ${needs.map((need) => reasons[need]).join(', and ')}`;
}
