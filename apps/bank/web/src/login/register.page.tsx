import { Link, getRouteApi } from '@tanstack/react-router';
import { useLoginFlow } from './login-flow.js';
import { LoginLayout } from './login-layout.js';
import { RegisterForm } from './register-form.js';

const route = getRouteApi('/register');

/** Creates an account and logs in with it. */
export function RegisterPage() {
  const search = route.useSearch();
  const flow = useLoginFlow(search.return_to);
  const { service, enter } = flow;
  return (
    <LoginLayout
      flow={flow}
      title="Create an account"
      lead={`One account for every service.${service ? ` You continue to ${service.name} afterwards.` : ''}`}
      form={<RegisterForm enter={enter} />}
      other={
        <>
          Already have an account?{' '}
          <Link to="/login" search={search} className="link -my-3 inline-block py-3">
            Log in
          </Link>
        </>
      }
    />
  );
}
