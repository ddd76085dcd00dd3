import type { FunctionComponent, ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { FormSkeleton, PageSkeleton } from '../ui/skeleton.js';
import { SiteContext } from '../session/site-context.js';
import type { Site } from '../session/site-context.js';
import { AppHeader } from './app-header.js';
import { PlainHeader } from './plain-layout.js';
import { Shell } from './layout.js';

/**
 * The markup that the document shows until the site's script has loaded; made when the site is built.
 *
 * @param kind - the login's card, or the header of protected pages
 * @param name - of the site, as the header says it
 */
export function renderFirstPaint(kind: 'login' | 'session', name: string): string {
  return kind === 'login' ? renderCard(FormSkeleton, name) : render(<SessionPaint />, name);
}

/**
 * The markup of a page that is one card under the brand, and runs no script of the site.
 *
 * @param Content - of the card
 * @param name - of the site, as the header says it
 */
export function renderCard(Content: FunctionComponent, name: string): string {
  const page = (
    <Shell header={<PlainHeader />} width="column">
      <div className="card">
        <Content />
      </div>
    </Shell>
  );
  return render(page, name);
}

function render(page: ReactNode, name: string): string {
  // Without a script, a site has no more than its name.
  const site = { name } as Site;
  return renderToStaticMarkup(<SiteContext value={site}>{page}</SiteContext>);
}

function SessionPaint() {
  return (
    <Shell header={<AppHeader />} width="grid">
      <PageSkeleton />
    </Shell>
  );
}
