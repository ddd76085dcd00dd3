import { channel } from 'node:diagnostics_channel';
import type { Logger as Pino } from 'pino';

/** What a service publishes on `latchkey:service` before it begins anything: for what was loaded ahead of it. */
export interface ServiceAnnouncement {
  /** Id of the service. */
  readonly id: string;
  readonly log: Pino;
  /** Has the work done at a stop, after the last request; the stop waits for it, though not for long. */
  readonly atStop: (work: () => Promise<void>) => void;
}

const CHANNEL = 'latchkey:service';

/** Tells of a service that begins. Returns what is to be done at its stop; never rejects. */
export function announceService(id: string, log: Pino): () => Promise<void> {
  const works: (() => Promise<void>)[] = [];
  channel(CHANNEL).publish({ id, log, atStop: (work) => works.push(work) } satisfies ServiceAnnouncement);
  return async () => void (await Promise.allSettled(works.map((work) => work())));
}

/** Calls the listener for each service that begins from now on. */
export function onService(listener: (service: ServiceAnnouncement) => void): void {
  channel(CHANNEL).subscribe((message) => listener(message as ServiceAnnouncement));
}
