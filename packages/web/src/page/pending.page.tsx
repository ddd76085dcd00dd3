import { AppHeader } from '../layout/app-header.js';
import { Frame } from '../layout/layout.js';
import { PlainFrame } from '../layout/plain-layout.js';
import { useSession } from '../session/use-session.js';
import { FormSkeleton, PageSkeleton } from '../ui/skeleton.js';

/** What the router shows while the code of a page is on its way: the shape of what comes. */
export function PendingPage() {
  const { status } = useSession();
  if (status !== 'known' && status !== 'asking') {
    return (
      <PlainFrame>
        <FormSkeleton />
      </PlainFrame>
    );
  }
  return (
    <Frame header={<AppHeader />} width="grid">
      <PageSkeleton />
    </Frame>
  );
}
