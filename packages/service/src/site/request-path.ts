/** The path of an address, decoded as the router decodes it, without its query. */
export function pathOf({ url }: { readonly url: string }): string {
  const query = url.indexOf('?');
  const path = query === -1 ? url : url.slice(0, query);
  if (!path.includes('%')) return path;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
