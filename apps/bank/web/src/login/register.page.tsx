import { Page } from '@latchkey/web';
import { Link, getRouteApi } from '@tanstack/react-router';
import { CookieRefused } from './cookie-refused.js';
import { LoginLayout } from './login-layout.js';
import { useLoginFlow } from './login-flow.js';
import { RegisterForm } from './register-form.js';

const route = getRouteApi('/register');

/** Creates an account and logs in with it. */
export function RegisterPage() {
  const search = route.useSearch();
  const flow = useLoginFlow(search.return_to);
  const { service, cookieRefused, enter } = flow;
  return (
    <LoginLayout flow={flow}>
      <Page
        title="Create an account"
        lead={`One account for every service of the house.${service ? ` You go on to ${service.name}.` : ''}`}
      >
        <CookieRefused isRefused={cookieRefused} />
        <RegisterForm enter={enter} />
        <p className="text-center text-label text-muted">
          You have an account?{' '}
          <Link to="/login" search={search} className="link -my-3 inline-block py-3">
            Log in
          </Link>
        </p>
      </Page>
    </LoginLayout>
  );
}
