import { BankLink } from './bank-link.js';
import { ShieldIcon } from './layout-icons.js';

/** To password, devices and events: they are the bank's, whichever service one is at. */
export function SecurityLink() {
  return (
    <BankLink to="/security" className="menu-item">
      <ShieldIcon />
      <span>Security and devices</span>
    </BankLink>
  );
}
