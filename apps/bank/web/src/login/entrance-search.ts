/** The query of the pages through which one enters: login and registration hand it to each other. */
export interface EntranceSearch {
  return_to?: string;
}

/** Takes `return_to` as it stands; several of them become one text that no address matches. */
export function readEntranceSearch(search: Record<string, unknown>): EntranceSearch {
  const returnTo = search['return_to'];
  if (returnTo === undefined) return {};
  return { return_to: typeof returnTo === 'string' ? returnTo : 'ambiguous' };
}
