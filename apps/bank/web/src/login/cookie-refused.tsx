import { Alert, useSite } from '@latchkey/web';

/** Name and password were right, and still nobody is logged in: the browser did not keep the cookie. */
export function CookieRefused() {
  const { facts } = useSite();
  return (
    <Alert>
      <p className="font-medium">Your browser did not keep the login.</p>
      <p>
        Name and password are right, but the cookie was refused. Allow cookies for {facts.publicUrl.host}, and open this
        page under exactly this address.
      </p>
    </Alert>
  );
}
