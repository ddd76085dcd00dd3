import type { ReactNode } from 'react';

/** Of the document. */
export const TITLE = 'Renewing your login';

/** Everything that the page can come to say; its script shows one of them. */
export function Page() {
  return (
    <>
      <Part name="working" title={TITLE} lead="One moment, please. You are taken back automatically." isShown>
        <noscript>
          <p>This page needs JavaScript. Turn it on for this site and reload the page.</p>
        </noscript>
      </Part>
      <Part
        name="away"
        title="Your login could not be renewed"
        lead="The bank is not responding as it should. Nothing is lost: please try again in a moment."
      >
        <RequestId />
        <div>
          <button type="button" className="button button-primary">
            Try again
          </button>
        </div>
      </Part>
      <Part
        name="loop"
        title="We could not log you in there"
        lead="We stopped so that you are not sent back and forth: the page that you want does not accept your login, although the bank has just renewed it three times. Please log in again. If that does not help, contact us and quote this id."
      >
        <RequestId />
        <div>
          <a className="button button-primary" href="/login">
            Log in again
          </a>
        </div>
      </Part>
      <Part
        name="foreign"
        title="This link leads nowhere"
        lead="The page that sent you here is not one of ours, so we do not send you back to it."
      >
        <div>
          <a className="button button-primary" href="/">
            Go to the bank
          </a>
        </div>
      </Part>
    </>
  );
}

interface PartProps {
  name: string;
  title: string;
  lead: string;
  isShown?: boolean;
  children: ReactNode;
}

function Part({ name, title, lead, isShown = false, children }: PartProps) {
  return (
    <section id={name} hidden={!isShown}>
      <div className={`flex flex-col gap-6 ${isShown ? 'skeleton-late' : ''}`}>
        <header className="flex flex-col gap-2">
          <h1 tabIndex={-1} className="text-heading font-semibold text-balance outline-none">
            {title}
          </h1>
          <p className={`text-muted text-pretty ${isShown ? 'noscript:hidden' : ''}`}>{lead}</p>
        </header>
        {children}
      </div>
    </section>
  );
}

/** The id to quote when asking for help. */
function RequestId() {
  return (
    <div className="request-id">
      <div className="min-w-0">
        <p className="text-label text-muted">Request id</p>
        <code className="id" translate="no" />
      </div>
    </div>
  );
}
