import { AppHeader } from '../layout/app-header.js';
import { Layout } from '../layout/layout.js';
import { PlainLayout } from '../layout/plain-layout.js';
import { useSession } from '../session/use-session.js';
import { FormSkeleton, PageSkeleton } from '../ui/skeleton.js';

/** What the router shows while the code of a page is on its way: the shape of what comes. */
export function PendingPage() {
  const { status } = useSession();
  if (status !== 'authenticated' && status !== 'loading') {
    return (
      <PlainLayout>
        <FormSkeleton />
      </PlainLayout>
    );
  }
  return (
    <Layout header={<AppHeader />} width="grid">
      <PageSkeleton />
    </Layout>
  );
}
