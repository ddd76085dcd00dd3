import { request, type Target } from '../../stack/request.js';

/** Sentences about the services that do not answer: whatever went wrong, it went wrong there first. */
export async function unresponsiveAmong(services: Record<string, Target>, deadline = 5_000): Promise<string[]> {
  const told = Object.entries(services).map(async ([name, place]) => {
    try {
      await request(place, { path: '/health/live', deadline, fresh: true });
      return [];
    } catch {
      return [`${name} at ${place.url} does not answer: look there first.`];
    }
  });
  return (await Promise.all(told)).flat();
}
