/** The neighbour that takes the focus when an entry of a list goes: the next one, else the one before; none if it was alone. */
export function neighbourOf<T extends { readonly id: string }>(list: readonly T[], gone: T): T | undefined {
  // By id: the list may have been fetched again since the choice.
  const index = list.findIndex(({ id }) => id === gone.id);
  return list[index + 1] ?? list[index - 1];
}
