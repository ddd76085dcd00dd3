import { FaultPage, Page, PageSkeleton, PlainFrame } from '@latchkey/web';
import { Link, getRouteApi } from '@tanstack/react-router';
import { CookieRefused } from '../login/cookie-refused.js';
import { useEntrance } from '../login/enter.js';
import { RegisterForm } from './register-form.js';

const route = getRouteApi('/register');

/** Creates an account and logs in with it. */
export function RegisterPage() {
  const search = route.useSearch();
  const { state, service, stuck, cookieRefused, enter } = useEntrance(search.return_to);

  if (stuck !== undefined) {
    return (
      <PlainFrame>
        <FaultPage fault={stuck.fault} retry={stuck.retry} />
      </PlainFrame>
    );
  }
  if (state.status === 'asking' || state.status === 'known') {
    return (
      <PlainFrame>
        <PageSkeleton />
      </PlainFrame>
    );
  }
  return (
    <PlainFrame>
      <Page
        title="Create an account"
        lead={`One account for every service of the house.${service ? ` You go on to ${service.name}.` : ''}`}
      >
        {cookieRefused && <CookieRefused />}
        <RegisterForm enter={enter} />
        <p className="text-center text-label text-muted">
          You have an account?{' '}
          <Link to="/login" search={search} className="link -my-3 inline-block py-3">
            Log in
          </Link>
        </p>
      </Page>
    </PlainFrame>
  );
}
