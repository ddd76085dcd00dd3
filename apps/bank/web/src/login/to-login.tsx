import { PageSkeleton, PlainFrame } from '@latchkey/web';
import { Navigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';

/** For a page of the bank that nobody known opened: to the login, and back here afterwards. */
export function ToLogin() {
  const router = useRouter();
  // As it was: once on the way to the login, the address is the login's.
  const [here] = useState(() => router.latestLocation.href);
  return (
    <PlainFrame>
      <Navigate to="/login" search={here === '/' ? {} : { return_to: here }} replace />
      <PageSkeleton />
    </PlainFrame>
  );
}
