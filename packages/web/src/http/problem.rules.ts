/** One entry of a problem's `errors`: a JSON pointer (RFC 6901, bare or as a `#` fragment) and a sentence. */
export interface PointedError {
  pointer: string;
  detail: string;
}

/** The first sentence for each top-level field of the body, so that a form can show it at the field. */
export function errorsByField(errors: readonly PointedError[]): Record<string, string> {
  const byField: Record<string, string> = Object.create(null);
  for (const { pointer, detail } of errors) {
    const field = pointer.replace(/^#/, '').split('/')[1]?.replaceAll('~1', '/').replaceAll('~0', '~');
    if (field) byField[field] ??= detail;
  }
  return byField;
}
