import { decideReturn, isOwnPath, useQuery, useSite } from '@latchkey/web';
import type { ApiError, ReturnDecision, ServiceEntry } from '@latchkey/web';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';

const NONE: readonly ServiceEntry[] = [];

/** Where the user goes after the login; undefined while the registry is still being asked. */
export interface Destination {
  decision: ReturnDecision | undefined;
  /** The service that asked for the login, named on the page. */
  service: ServiceEntry | undefined;
  go: (decision: ReturnDecision) => void;
  /** The registry did not answer, so the destination is unknown. */
  failed: { error: ApiError; retry: () => void } | undefined;
}

/** Decides `return_to`. Only a URL needs the registry, so only then is it asked for. */
export function useDestination(returnTo: string | undefined): Destination {
  const { services } = useSite();
  const navigate = useNavigate();
  const router = useRouter();
  const needsRegistry = returnTo !== undefined && returnTo !== '' && !isOwnPath(returnTo);

  const list = useCallback(
    async (): Promise<readonly ServiceEntry[]> => (needsRegistry ? services.list() : NONE),
    [services, needsRegistry],
  );
  const loaded = useQuery(list);
  const isReady = !needsRegistry || loaded.status === 'ready';
  const known = loaded.status === 'ready' ? loaded.value : NONE;
  const decision = useMemo(
    () => (isReady ? decideReturn(returnTo, location.origin, urls(known)) : undefined),
    [isReady, returnTo, known],
  );
  const service =
    decision?.kind === 'service' ? known.find(({ url }) => URL.parse(url)?.origin === decision.origin) : undefined;

  const go = useCallback(
    (where: ReturnDecision) => {
      if (where.kind === 'service') location.replace(where.url);
      else if (where.kind === 'path') {
        const isPage = router.getMatchedRoutes(new URL(where.path, location.origin).pathname)[2] !== undefined;
        // A path of the service that is not a page of the site, such as its reference.
        if (isPage) router.history.replace(where.path);
        else location.replace(where.path);
      } else void navigate({ to: '/', replace: true });
    },
    [navigate, router],
  );

  return { decision, service, go, failed: loaded.status === 'failed' ? loaded : undefined };
}

function urls(services: readonly ServiceEntry[]): string[] {
  return services.map(({ url }) => url);
}
