import { PageSkeleton, PlainLayout } from '@latchkey/web';
import { Navigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';

/** Shown instead of a protected page without a session: goes to the login, which returns here. */
export function ToLogin() {
  const router = useRouter();
  // Of the first render: later the address is the login's.
  const [here] = useState(() => router.latestLocation.href);
  return (
    <PlainLayout>
      <Navigate to="/login" search={here === '/' ? {} : { return_to: here }} replace />
      <PageSkeleton />
    </PlainLayout>
  );
}
