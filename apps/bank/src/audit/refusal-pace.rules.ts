/** What a throttled guess counts as: whatever the limit that refused it counted, so no attacker has more rows than limits. */
export function paceKey(reason: string, account: string, address: string): string {
  switch (reason) {
    case 'throttle_address':
      return `${reason} ${address}`;
    case 'throttle_account':
      return `${reason} ${account}`;
    default:
      return `${reason} ${account} ${address}`;
  }
}
