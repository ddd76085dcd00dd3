import { call, type Place } from '../../stack/request.js';

/** Sentences about the services that do not answer: whatever went wrong, it went wrong there first. */
export async function silenceOf(services: Record<string, Place>, deadline = 5_000): Promise<string[]> {
  const told = Object.entries(services).map(async ([name, place]) => {
    try {
      await call(place, { path: '/health/live', deadline, fresh: true });
      return [];
    } catch {
      return [`${name} at ${place.url} does not answer: look there first.`];
    }
  });
  return (await Promise.all(told)).flat();
}
