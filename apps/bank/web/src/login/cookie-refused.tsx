import { Alert, useSite } from '@latchkey/web';

/** The browser keeps no cookie: said before anybody types a password, and after a login that was right and did not take. */
export function CookieRefused({ isRefused }: { isRefused: boolean }) {
  const { facts } = useSite();
  const host = <span translate="no">{facts.publicUrl.host}</span>;
  if (isRefused) {
    return (
      <Alert key="refused">
        <p className="font-medium">Your browser did not keep the login.</p>
        <p>
          Name and password are right, but the cookie was refused. Allow cookies for {host}, and open this page under
          exactly this address.
        </p>
      </Alert>
    );
  }
  if (navigator.cookieEnabled) return null;
  return (
    <Alert key="blocked">
      <p className="font-medium">Your browser blocks cookies.</p>
      <p>A login cannot be kept without them. Allow cookies for {host}, then reload this page.</p>
    </Alert>
  );
}
