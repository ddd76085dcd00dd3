import { useLoaded } from '../http/loaded.js';
import { useSite } from '../site/site.js';
import type { ServiceEntry } from './services.client.js';

/** Links to every service of the registry, the one at hand marked; a third service appears by itself. */
export function ServiceSwitcher() {
  const { name, facts, services } = useSite();
  const loaded = useLoaded(services.list);
  const here: ServiceEntry = { id: facts.service, name, url: facts.publicUrl.href };
  // Without an answer a person still sees where he is.
  const entries = loaded.status === 'ready' ? loaded.value : [here];

  return (
    <nav aria-label="Services" className="-mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0">
      <ul className="flex gap-1">
        {entries.map(({ id, name: label, url }) => (
          <li key={id}>
            <a href={url} aria-current={id === facts.service ? 'true' : undefined} className="switcher-link">
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
