import { describe, expect, it } from '@jest/globals';
import { RoleLists } from '../src/token/role-lists.js';

describe('the lists of roles that callers have in common', () => {
  it('are one for the same roles, and frozen', () => {
    const lists = new RoleLists();
    const first = lists.shared(['adviser', 'support']);
    expect(lists.shared(['adviser', 'support'])).toBe(first);
    expect(lists.shared(['adviser'])).toEqual(['adviser']);
    expect(Object.isFrozen(first)).toBe(true);
    expect(Object.isFrozen(lists.shared([]))).toBe(true);
  });

  it('are kept up to a bound; beyond it each list is still right and frozen', () => {
    const lists = new RoleLists();
    for (let index = 0; index < 1_000; index += 1) lists.shared([`role-${index}`]);
    const [one, other] = [lists.shared(['late']), lists.shared(['late'])];
    expect(one).toEqual(['late']);
    expect(other).not.toBe(one);
    expect(Object.isFrozen(other)).toBe(true);
    expect(lists.shared(['role-0'])).toBe(lists.shared(['role-0']));
  });
});
