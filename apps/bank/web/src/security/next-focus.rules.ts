/** The neighbour that takes the focus when one of a list goes away: the next one, else the one before; none if it was alone. */
export function neighbourOf<T>(list: readonly T[], gone: T): T | undefined {
  const index = list.indexOf(gone);
  return list[index + 1] ?? list[index - 1];
}
