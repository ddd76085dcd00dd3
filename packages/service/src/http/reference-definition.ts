/** What a service says of its API as a whole. */
export interface ReferenceDefinition {
  /** The folder that the build writes `openapi.json`, `page.html` and `style.css` into. */
  readonly files: URL;
  /** Headings that operations stand under, in order, each with a sentence; a route names one of them. */
  readonly topics: Readonly<Record<string, string>>;
}
