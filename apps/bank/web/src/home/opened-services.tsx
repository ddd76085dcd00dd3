import { Alert, ArrowIcon, BlockSkeleton, Button, RequestId, useLoaded, useSite } from '@latchkey/web';
import type { ServiceEntry } from '@latchkey/web';

/** The services of the registry that this login opens. */
export function OpenedServices() {
  const { facts, services } = useSite();
  const loaded = useLoaded(services.list);

  if (loaded.status === 'loading') {
    return (
      <div className="card">
        <BlockSkeleton />
      </div>
    );
  }
  if (loaded.status === 'failed') {
    return (
      <div className="card flex flex-col items-start gap-4">
        <Alert>{loaded.fault.detail}</Alert>
        <RequestId id={loaded.fault.requestId} />
        <Button look="quiet" onClick={loaded.retry}>
          Try again
        </Button>
      </div>
    );
  }
  return (
    <ul className="card card-flush divide-y divide-line">
      {loaded.value.map((service) => (
        <ServiceRow key={service.id} service={service} isHere={service.id === facts.service} />
      ))}
    </ul>
  );
}

function ServiceRow({ service, isHere }: { service: ServiceEntry; isHere: boolean }) {
  return (
    <li className={`relative flex items-center gap-4 p-4 sm:px-6 ${isHere ? '' : 'row-link'}`}>
      <span className="tile" aria-hidden="true">
        {service.name.charAt(0)}
      </span>
      <div className="min-w-0 flex-1">
        {isHere ? (
          <p className="font-semibold">{service.name}</p>
        ) : (
          <a href={service.url} className="row-link-target font-semibold">
            Open {service.name}
          </a>
        )}
        <p className="text-label text-muted">{URL.parse(service.url)?.host}</p>
      </div>
      {isHere ? (
        <span className="text-label text-muted">You are here</span>
      ) : (
        <span className="text-brand-ink">
          <ArrowIcon />
        </span>
      )}
    </li>
  );
}
