/** Where a page may send the person after the login, if anywhere. */
export function isReturnTarget(returnTo: unknown, ownOrigin: string, registryOrigins: readonly string[]): boolean {
  if (returnTo === undefined || returnTo === '') return true;
  // Visible ASCII without backslash: browsers drop tabs and line ends, and read a backslash as a slash.
  if (typeof returnTo !== 'string' || returnTo.length > 2048 || !/^[\x21-\x5b\x5d-\x7e]+$/.test(returnTo)) return false;
  const isPath = returnTo.startsWith('/');
  const url = URL.parse(returnTo, isPath ? ownOrigin : undefined);
  // Only http: the origin of a blob: URL is the one inside it. A path of two slashes would be read as a host.
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname.startsWith('//')) return false;
  if (url.username !== '' || url.password !== '') return false;
  return url.origin === ownOrigin || (!isPath && registryOrigins.includes(url.origin));
}
