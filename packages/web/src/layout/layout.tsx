import { Footer } from './footer.js';
import { Shell } from './shell.js';
import type { ShellProps } from './shell.js';

type LayoutProps = Pick<ShellProps, 'header' | 'width' | 'children'>;

/** What every page has: skip link, header, main, footer. */
export function Layout(props: LayoutProps) {
  const skipLink = (
    <a href="#main" className="skip-link">
      Skip to content
    </a>
  );
  return <Shell {...props} skipLink={skipLink} footer={<Footer />} />;
}
