import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../ui/button.js';
import { useSite } from '../session/site-context.js';
import { Page } from './page.js';

/** Takes the place of a page that is for people with another role. A login would not change that, so none is offered. */
export function RoleMissingPage({ missing }: { missing: string }) {
  const { session } = useSite();
  const [busy, setBusy] = useState(false);
  const [isStill, setStill] = useState(false);

  async function checkAgain() {
    if (busy) return;
    setBusy(true);
    setStill(false);
    // With the role there, this page gives way.
    await session.refresh();
    setBusy(false);
    setStill(true);
  }

  return (
    <Page
      title="This page is not for your role"
      lead={
        <>
          It needs the role <b className="font-medium text-ink">{missing}</b>, which you do not have. The bank gives
          roles and takes them back; you do not have to log in again for that.
        </>
      }
    >
      <div className="flex flex-wrap items-center gap-3">
        <Link to="/" className="button button-primary">
          Go to the start page
        </Link>
        <Button look="quiet" busy={busy} onClick={() => void checkAgain()}>
          Check again
        </Button>
        <output className="text-label text-muted">{isStill && 'You still do not have it.'}</output>
      </div>
    </Page>
  );
}
