import { Link } from '@tanstack/react-router';
import { ShieldIcon } from './layout-icons.js';
import { useSite } from '../session/site-context.js';

const PATH: string = '/security';

/** To password, devices and events: they are the bank's, whichever service one is at. */
export function SecurityLink() {
  const { facts } = useSite();
  const words = (
    <>
      <ShieldIcon />
      <span>Security and devices</span>
    </>
  );
  if (facts.issuer.origin === facts.publicUrl.origin) {
    return (
      <Link to={PATH} className="menu-item">
        {words}
      </Link>
    );
  }
  return (
    <a href={new URL(PATH, facts.issuer).href} className="menu-item">
      {words}
    </a>
  );
}
