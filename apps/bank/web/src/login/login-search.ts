/** The query of the pages through which one enters: login and registration hand it to each other. */
export interface EntranceSearch {
  return_to?: string;
  /** A service has just logged the person out. */
  logged_out?: true;
}

/** Takes `return_to` as it stands; several of them become one text that no address matches. */
export function readEntranceSearch(search: Record<string, unknown>): EntranceSearch {
  const returnTo = search['return_to'];
  return {
    ...(returnTo !== undefined && { return_to: typeof returnTo === 'string' ? returnTo : 'ambiguous' }),
    ...(search['logged_out'] === true && { logged_out: true }),
  };
}
