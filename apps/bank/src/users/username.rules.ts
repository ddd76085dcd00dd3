/** The spelling that names the account, or nothing when this can be no username. */
export function foldUsername(typed: string): string | undefined {
  // Tested before folding: toLowerCase() turns the Kelvin sign into a plain k.
  return /^[A-Za-z0-9._-]{3,64}$/.test(typed) ? typed.toLowerCase() : undefined;
}
