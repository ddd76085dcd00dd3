/** What authentic tokens say of who they are for, as far as it shows that this service is set up wrong. */
export class HeardTokens {
  #wasAccepted = false;
  #foreignAudience = 0;
  #foreignIssuer = 0;

  accepted(): void {
    this.#wasAccepted = true;
  }

  /** @param reason of the TokenError */
  refused(reason: string): void {
    if (reason === 'claim_audience') this.#foreignAudience++;
    if (reason === 'claim_issuer') this.#foreignIssuer++;
  }

  /** The claim by which every authentic token so far was for others; undefined as soon as one was not. */
  get foreignClaim(): 'aud' | 'iss' | undefined {
    if (this.#wasAccepted) return undefined;
    if (this.#foreignIssuer > 0) return 'iss';
    return this.#foreignAudience > 0 ? 'aud' : undefined;
  }
}
