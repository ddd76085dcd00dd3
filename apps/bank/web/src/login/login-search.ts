/** The query of the login page, which login and registration hand to each other. */
export interface LoginSearch {
  return_to?: string;
  /** A service has just logged the person out. */
  logged_out?: true;
}

/** Takes `return_to` as it stands; several of them become one text that no address matches. */
export function readLoginSearch(search: Record<string, unknown>): LoginSearch {
  const returnTo = search['return_to'];
  return {
    ...(returnTo !== undefined && { return_to: typeof returnTo === 'string' ? returnTo : 'ambiguous' }),
    ...(search['logged_out'] === true && { logged_out: true }),
  };
}
