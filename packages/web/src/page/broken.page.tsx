import { useRouter } from '@tanstack/react-router';
import { PlainLayout } from '../layout/plain-layout.js';
import { useOnline } from '../site/online.js';
import { asApiError } from '../http/api.errors.js';
import { ErrorPage } from './error.page.js';

/** What the router shows when a page throws or its code cannot be fetched, which a reload often heals. */
export function BrokenPage({ error }: { error: unknown }) {
  const router = useRouter();
  const isOnline = useOnline();
  // Offline a reload would leave the browser's own error page.
  const retry = isOnline ? () => location.reload() : () => void router.invalidate();
  return (
    <PlainLayout>
      <ErrorPage error={asApiError(error)} retry={retry} action={isOnline ? 'Reload the page' : 'Try again'} />
    </PlainLayout>
  );
}
