// As every service of the house has it by default.
const RENEW_AFTER_SECONDS = 300;

/** What the service wrote into the page at boot, as `<meta name="latchkey:…">`. */
export interface SiteFacts {
  /** Id of the service in the registry. */
  service: string;
  /** Where the service says it lives; the page's own origin if it does not say. */
  publicUrl: URL;
  /** Where people log in: the bank. */
  issuer: URL;
  /** Age from which a token in use is renewed, milliseconds. */
  renewAfterMs: number;
}

/** Reads the facts of the page at hand. */
export function siteFacts(): SiteFacts {
  const renewAfter = Number(meta('renew-after')) || RENEW_AFTER_SECONDS;
  const publicUrl = URL.parse(meta('public-url')) ?? new URL(location.origin);
  const issuer = URL.parse(meta('issuer')) ?? publicUrl;
  return { service: meta('service'), publicUrl, issuer, renewAfterMs: renewAfter * 1000 };
}

function meta(name: string): string {
  return document.querySelector(`meta[name="latchkey:${name}"]`)?.getAttribute('content') ?? '';
}
