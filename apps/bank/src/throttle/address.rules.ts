/** What stands for one household or machine: an IPv4 address, or the /64 that an IPv6 address lies in. */
export function addressKey(address: string): string {
  return address.includes(':') ? `${groupsOf(address.toLowerCase()).slice(0, 4).join(':')}::/64` : address;
}

function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = split(head);
  const after = split(tail ?? '');
  const gap = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(0, gap)).fill('0'), ...after];
  return groups.map((group) => group.replace(/^0+(?=.)/, ''));
}

function split(part: string): string[] {
  // An IPv4 tail stands for two groups; what they say does not matter, they lie behind the /64.
  return part === '' ? [] : part.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]));
}
