import { Alert, Note } from '@latchkey/web';
import { Link, getRouteApi } from '@tanstack/react-router';
import { useEndReasonText } from './end-reason.js';
import { useLoginFlow } from './login-flow.js';
import { LoginForm } from './login-form.js';
import { LoginLayout } from './login-layout.js';

const route = getRouteApi('/login');

/** Log in: the only login of the deployment. */
export function LoginPage() {
  const search = route.useSearch();
  const flow = useLoginFlow(search.return_to);
  const { state, decision, service, enter } = flow;
  const isLoggedOut = state.status === 'anonymous' && (state.loggedOut === true || search.logged_out === true);
  const endReason = state.status === 'anonymous' ? state.endReason : undefined;
  const reason = useEndReasonText(endReason);
  return (
    <LoginLayout
      flow={flow}
      title="Log in"
      lead={service && service.name !== 'Bank' ? `to continue to ${service.name}` : 'to your bank'}
      notices={
        <>
          {/* The focus is in the form by then: announced all the same. */}
          <output className="block empty:sr-only">
            {isLoggedOut && reason === undefined && <Note tone="good">You are logged out.</Note>}
            {reason?.isSerious === false && <Note>{reason.text}</Note>}
          </output>
          {reason?.isSerious === true && <Alert>{reason.text}</Alert>}
          {decision?.kind === 'refused' && (
            <Note>The page that sent you here is not one of ours. After logging in you stay at the bank.</Note>
          )}
        </>
      }
      form={<LoginForm enter={enter} />}
      other={
        <>
          New here?{' '}
          <Link to="/register" search={search} className="link -my-3 inline-block py-3">
            Create an account
          </Link>
        </>
      }
    />
  );
}
