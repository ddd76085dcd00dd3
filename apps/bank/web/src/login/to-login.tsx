import { PageSkeleton, PlainLayout } from '@latchkey/web';
import { Navigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';

/** Shown instead of a protected page without a session: goes to the login, which returns here. */
export function ToLogin() {
  const router = useRouter();
  // As it was: once on the way to the login, the address is the login's.
  const [here] = useState(() => router.latestLocation.href);
  return (
    <PlainLayout>
      <Navigate to="/login" search={here === '/' ? {} : { return_to: here }} replace />
      <PageSkeleton />
    </PlainLayout>
  );
}
