import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Piscina } from 'piscina';

/**
 * From now on a hash keeps its thread for longer than the database takes, without the work: the queue fills on any machine.
 * Tells how many were begun; `jest.restoreAllMocks` ends it.
 */
export function slowHashes(milliseconds: number): { readonly begun: () => number } {
  const hash = Reflect.get(Piscina.prototype, 'run') as Piscina['run'];
  let begun = 0;
  jest.spyOn(Piscina.prototype, 'run').mockImplementation(async function (this: Piscina, task) {
    begun += 1;
    await sleep(milliseconds);
    return hash.call(this, task);
  });
  return { begun: () => begun };
}
