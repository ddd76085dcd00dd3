// The defaults of every service, seconds.
const RENEW_AFTER = 300;
const SESSION_IDLE = 1800;
const SESSION_ABSOLUTE = 43_200;

/** What the service wrote into the page at boot, as `<meta name="latchkey:…">`. */
export interface SiteFacts {
  /** Id of the service in the registry. */
  service: string;
  /** Where the service says it lives; the page's own origin if it does not say. */
  publicUrl: URL;
  /** Path of the page about the service's API; empty if it has none. */
  reference: string;
  /** Where people log in: the bank. */
  issuer: URL;
  /** Age from which a token in use is renewed, milliseconds. */
  renewAfterMs: number;
  /** How long a login lasts that nobody uses, milliseconds. */
  sessionIdleMs: number;
  /** How long a login lasts at most, milliseconds. */
  sessionAbsoluteMs: number;
}

/** Reads them from the current document. */
export function siteFacts(): SiteFacts {
  const publicUrl = URL.parse(meta('public-url')) ?? new URL(location.origin);
  return {
    service: meta('service'),
    publicUrl,
    reference: meta('reference'),
    issuer: URL.parse(meta('issuer')) ?? publicUrl,
    renewAfterMs: milliseconds('renew-after', RENEW_AFTER),
    sessionIdleMs: milliseconds('session-idle', SESSION_IDLE),
    sessionAbsoluteMs: milliseconds('session-absolute', SESSION_ABSOLUTE),
  };
}

function milliseconds(name: string, otherwise: number): number {
  return (Number(meta(name)) || otherwise) * 1000;
}

function meta(name: string): string {
  return document.querySelector(`meta[name="latchkey:${name}"]`)?.getAttribute('content') ?? '';
}
