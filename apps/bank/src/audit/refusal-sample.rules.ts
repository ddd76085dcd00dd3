/** What a throttled attempt counts as: whatever the limit that refused it counted, so no attacker has more rows than limits. */
export function sampleKey(reason: string, account: string, address: string): string {
  switch (reason) {
    case 'throttle_address':
    case 'throttle_right_address':
      return `${reason} ${address}`;
    case 'throttle_account':
    case 'throttle_account_closed':
    case 'throttle_right_account':
      return `${reason} ${account}`;
    default:
      return `${reason} ${account} ${address}`;
  }
}
