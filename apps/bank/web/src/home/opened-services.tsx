import { Empty, ErrorBlock, RowsSkeleton, useQuery, useSite } from '@latchkey/web';
import type { ServiceEntry } from '@latchkey/web';
import { Fragment, useSyncExternalStore } from 'react';
import { ArrowIcon } from './home-icons.js';

/** The services of the registry that this login opens. */
export function OpenedServices() {
  const { facts, services } = useSite();
  const loaded = useQuery(services.list);
  const known = useSyncExternalStore(services.subscribe, services.known);

  if (loaded.status === 'loading') return <RowsSkeleton />;
  if (loaded.status === 'failed') return <ErrorBlock error={loaded.error} retry={loaded.retry} />;
  const others = (known ?? loaded.value).filter(({ id }) => id !== facts.service);
  if (others.length === 0)
    return <Empty title="No other services yet">New services appear here as soon as they are available.</Empty>;
  return (
    <ul className="card card-flush divide-y divide-line">
      {others.map((service) => (
        <ServiceRow key={service.id} service={service} />
      ))}
    </ul>
  );
}

/** A host that may break after a dot. */
function Host({ url }: { url: string }) {
  const labels = URL.parse(url)?.host.split(/(?<=\.)/) ?? [];
  return labels.map((label, index) => (
    <Fragment key={index}>
      {label}
      <wbr />
    </Fragment>
  ));
}

function ServiceRow({ service }: { service: ServiceEntry }) {
  return (
    <li className="row-link relative flex items-center gap-4 p-4 sm:px-6">
      <span className="tile" aria-hidden="true" translate="no">
        {service.name.charAt(0)}
      </span>
      <div className="min-w-0 flex-1">
        <a href={service.url} className="row-link-target font-semibold">
          Open <span translate="no">{service.name}</span>
        </a>
        <p className="text-label text-muted" translate="no">
          <Host url={service.url} />
        </p>
      </div>
      <span className="text-brand-ink">
        <ArrowIcon />
      </span>
    </li>
  );
}
