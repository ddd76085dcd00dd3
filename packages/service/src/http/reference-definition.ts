/** What a service says of its API as a whole. */
export interface ReferenceDefinition {
  /** The kept `openapi.json`. */
  readonly document: URL;
  /** Headings that operations stand under, in order, each with a sentence; a route names one of them. */
  readonly topics: Readonly<Record<string, string>>;
}
