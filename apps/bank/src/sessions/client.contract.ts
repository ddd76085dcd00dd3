/** Who asked, as far as the connection tells. */
export interface Client {
  readonly address: string;
  readonly userAgent: string;
  /** Under which the request is found in the log. */
  readonly requestId: string;
}
