import { Alert, useSite } from '@latchkey/web';

/** The browser keeps no cookie: shown before anyone types a password, and after a correct login that was not kept. */
export function CookieRefused({ isRefused }: { isRefused: boolean }) {
  const { facts } = useSite();
  const host = <span translate="no">{facts.publicUrl.host}</span>;
  if (isRefused) {
    return (
      <Alert key="refused">
        <p className="font-medium">Your browser did not keep the login.</p>
        <p>
          Your username and password are correct, but the browser rejected the cookie. Allow cookies for {host} and open
          this page at exactly that address.
        </p>
      </Alert>
    );
  }
  if (navigator.cookieEnabled) return null;
  return (
    <Alert key="blocked">
      <p className="font-medium">Your browser blocks cookies.</p>
      <p>You cannot stay logged in without them. Allow cookies for {host}, then reload this page.</p>
    </Alert>
  );
}
