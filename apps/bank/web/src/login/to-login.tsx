import { Navigate, useLocation } from '@tanstack/react-router';

/** For a page of the bank that nobody known opened: to the login, and back here afterwards. */
export function ToLogin() {
  const { href } = useLocation();
  return <Navigate to="/login" search={href === '/' ? {} : { return_to: href }} replace />;
}
