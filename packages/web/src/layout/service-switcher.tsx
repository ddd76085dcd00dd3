import { useEffect, useSyncExternalStore } from 'react';
import { GridIcon } from './layout-icons.js';
import { CheckIcon } from '../ui/icons.js';
import { Menu } from './menu.js';
import { useSite } from '../session/site-context.js';
import type { ServiceEntry } from '../site/services.client.js';

/** More than these stand in a menu on wide screens too. */
const FEW = 3;

/** Links to every service of the registry, the current one marked; a third service appears by itself. */
export function ServiceSwitcher() {
  const { name, facts, services } = useSite();
  const known = useSyncExternalStore(services.subscribe, services.known);

  useEffect(() => void services.list().catch(() => undefined), [services]);

  // Without a list, the switcher still names the current service.
  const entries = known ?? [{ id: facts.service, name, url: facts.publicUrl.href }];
  const button = (
    <>
      <GridIcon />
      <span className="max-md:sr-only">Services</span>
    </>
  );
  return (
    <nav aria-label="Services" className={`switcher ${entries.length <= FEW ? 'switcher-few' : ''}`}>
      {entries.length <= FEW && (
        <ul className="switcher-line">
          {entries.map((entry) => (
            <li key={entry.id}>
              <a href={entry.url} aria-current={current(entry, facts.service)} className="switcher-link" translate="no">
                {entry.name}
              </a>
            </li>
          ))}
        </ul>
      )}
      <div className="switcher-menu">
        <Menu button={button}>
          <ul>
            {entries.map((entry) => (
              <li key={entry.id}>
                <a href={entry.url} aria-current={current(entry, facts.service)} className="menu-item" translate="no">
                  <span className="avatar" aria-hidden="true">
                    {entry.name.charAt(0)}
                  </span>
                  <span className="min-w-0 flex-1 break-words">{entry.name}</span>
                  {entry.id === facts.service && <CheckIcon />}
                </a>
              </li>
            ))}
          </ul>
        </Menu>
      </div>
    </nav>
  );
}

function current({ id }: ServiceEntry, here: string): 'true' | undefined {
  return id === here ? 'true' : undefined;
}
