import { PlainFrame } from '../frame/plain-frame.js';
import { asFault } from '../http/api.errors.js';
import { FaultPage } from './fault.page.js';

/** What the router shows when a page throws or its code cannot be fetched, which a reload often heals. */
export function BrokenPage({ error }: { error: unknown }) {
  return (
    <PlainFrame>
      <FaultPage fault={asFault(error)} retry={() => location.reload()} />
    </PlainFrame>
  );
}
