/**
 * The address under which a page must be opened for its cookies to work, if it is not the current one: the same page under
 * the service's public URL. Undefined where it is.
 */
export function rightAddress(publicUrl: URL, here: URL): string | undefined {
  if (here.origin === publicUrl.origin) return undefined;
  return publicUrl.origin + here.pathname + here.search + here.hash;
}
