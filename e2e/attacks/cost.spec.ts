import { expect } from '@playwright/test';
import { users } from '../stack/bank-commands.ts';
import type { StackService } from '../stack/stack.ts';
import { bearer, logIn, register } from '../stack/test-user.ts';
import { gather, sendRaw } from '@latchkey/conformance/client';
import { costOf } from './cost/cpu-time.ts';
import { bytesAt, placesOf, type Place } from './cost/places.ts';
import { routesOf } from './cost/routes.ts';
import { requestRoute, guardedRoutes } from './guarded-routes.ts';
import { test } from './attacked-stack.ts';

/** A filler in one place of a route. */
interface Try {
  readonly place: Place;
  readonly filler: string;
}

// All of a route at once is looked at first; a hundredth of a second more than usual is looked into.
const SUSPICIOUS_MS = 10;
const SUSPICIOUS_TIMES = 2.5;
// Twice the length costs twice as much, and four times as much if it grows with the square.
const DOUBLE = 3;
const SLACK_MS = 2;
const LOOKS = 5;

for (const service of ['bank', 'retirement'] as const) {
  test(`a request of twice the length costs ${service} no more than about twice the time`, async ({ attacked }) => {
    const target = attacked.stack[service];
    const me = guardedRoutes.find((route) => route.service === service && route.path === '/api/me')!;
    // Somebody else's sessions end here: the routes of a logout are among those that are tried.
    const name = `cost-of-${service}`;
    await register(attacked.stack, name);
    // Who has every role gets as far as anybody.
    for (const role of ['adviser', 'support'])
      expect(await users(['grant', name, role], attacked.stack.bank.replicas[0]?.env ?? {})).toMatchObject({ code: 0 });
    let token = await logIn(attacked.stack, name);
    const errors: string[] = [];
    let kinds = 0;
    for (const [order, route] of (await routesOf(target)).entries()) {
      if ((await requestRoute(attacked.stack, me, [bearer(token)]))?.status !== 200)
        token = await logIn(attacked.stack, name);
      const places = placesOf(route, order, target, token);
      const usual = await send(
        target,
        places.map((place) => ({ place, filler: '' })),
        0,
      );
      const fillers = Math.max(...places.map((place) => place.fillers.length));
      for (let at = 0; at < fillers; at++) {
        const tries = places.flatMap((place): Try[] => {
          const filler = place.fillers[at];
          return filler === undefined ? [] : [{ place, filler }];
        });
        kinds += tries.length;
        const share = (usual * tries.length) / places.length;
        const isSuspicious = async (): Promise<boolean> =>
          (await send(target, tries, 1)) >= SUSPICIOUS_TIMES * share + SUSPICIOUS_MS;
        // Twice, as a collection of memory may fall into the one.
        if (!(await isSuspicious()) || !(await isSuspicious())) continue;
        for (const one of tries)
          errors.push(...(await growth(target, one)).map((error) => `${route.method} ${route.path}: ${error}`));
      }
    }
    expect(errors).toEqual([]);
    expect(kinds).toBeGreaterThan(500);
    test.info().annotations.push({ type: 'kinds', description: String(kinds) });
  });
}

/** Sends each with a share of what its place holds, and returns the milliseconds that all cost together. */
function send(target: StackService, tries: readonly Try[], share: number): Promise<number> {
  return costOf(target, () =>
    gather(
      tries,
      async ({ place, filler }) => {
        await sendRaw(target.port, bytesAt(place, filler, place.most * share), 120_000);
        return [];
      },
      4,
    ),
  );
}

/** What is wrong with how the cost of one grows: the least of several looks, so that nothing else counts. */
async function growth(target: StackService, one: Try): Promise<string[]> {
  const least = async (share: number): Promise<number> => {
    let found = Number.POSITIVE_INFINITY;
    for (let look = 0; look < LOOKS; look++) found = Math.min(found, await send(target, [one], share));
    return found;
  };
  const [half, whole] = [await least(0.5), await least(1)];
  if (whole <= DOUBLE * half + SLACK_MS) return [];
  const { place, filler } = one;
  return [`${place.name} of ${JSON.stringify(filler)}: ${half.toFixed(1)} ms, twice the length ${whole.toFixed(1)} ms`];
}
