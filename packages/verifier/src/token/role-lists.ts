/** More lists than this are not kept: the bank would have to give its people as many combinations of roles. */
const MOST = 1_000;

/**
 * One list for all callers who have the same roles: a route that asks for a role looks at it on every request, and a list of
 * each token's own would mostly have left the processor's cache.
 */
export class RoleLists {
  readonly #lists = new Map<string, string[]>();

  /** The frozen list of these roles. */
  shared(roles: string[]): string[] {
    const key = roles.join(' ');
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    Object.freeze(roles);
    if (this.#lists.size < MOST) this.#lists.set(key, roles);
    return roles;
  }
}
