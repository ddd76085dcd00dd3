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
  /** The same, once the registry has answered or failed. */
  askService: () => Promise<ServiceEntry | undefined>;
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
  const resolve = useCallback(
    (known: readonly ServiceEntry[]) => {
      const decision = decideReturn(
        returnTo,
        location.origin,
        known.map(({ url }) => url),
      );
      const isAt = ({ url }: ServiceEntry) => decision.kind === 'service' && URL.parse(url)?.origin === decision.origin;
      return { decision, service: known.find(isAt) };
    },
    [returnTo],
  );
  const known = loaded.status === 'ready' ? loaded.value : needsRegistry ? undefined : NONE;
  const resolved = useMemo(() => known && resolve(known), [known, resolve]);
  const askService = async () => resolve(await list().catch(() => NONE)).service;

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

  return {
    decision: resolved?.decision,
    service: resolved?.service,
    askService,
    go,
    failed: loaded.status === 'failed' ? loaded : undefined,
  };
}
