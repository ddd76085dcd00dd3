/** Who asked, as far as the connection tells. */
export interface Client {
  readonly address: string;
  readonly userAgent: string;
  /** Under which the request is found in the log. */
  readonly requestId: string;
  /** Name of the service that told of it, as its proof says; never by what a request claims to be. */
  readonly service?: string | undefined;
}
