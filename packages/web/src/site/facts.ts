/** What the service wrote into the page at boot, as `<meta name="latchkey:…">`. */
export interface SiteFacts {
  /** Id of the service in the registry. */
  service: string;
  /** Where the service says it lives; the page's own origin if it does not say. */
  publicUrl: URL;
  /** Where people log in: the bank. */
  issuer: URL;
}

/** Reads the facts of the page at hand. */
export function siteFacts(): SiteFacts {
  const publicUrl = URL.parse(meta('public-url')) ?? new URL(location.origin);
  return { service: meta('service'), publicUrl, issuer: URL.parse(meta('issuer')) ?? publicUrl };
}

function meta(name: string): string {
  return document.querySelector(`meta[name="latchkey:${name}"]`)?.getAttribute('content') ?? '';
}
