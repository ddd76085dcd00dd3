import { test as base } from '@playwright/test';
import { everyVersion, type Forge } from '@latchkey/conformance/attacks';
import { startStack, type Stack } from '../stack/stack.ts';
import { ACCESS_COOKIE, bearer, logIn, logInWithCookies, PASSWORD, register } from '../stack/test-user.ts';
import { requestRoute, guardedRoutes, nameOf } from './guarded-routes.ts';

/** A stack whose secret the test knows, with one user logged in. */
export interface AttackedStack {
  stack: Stack;
  /** Her token as a program, and as a browser: each for its own way. */
  token: string;
  cookie: string;
  password: string;
}

/** What wrong tokens are made from: hers, in each version of the contract and for each way. */
export function forgesOf({ stack, token }: AttackedStack): Forge[] {
  return everyVersion(token, stack.secret);
}

export const test = base.extend<object, { attacked: AttackedStack }>({
  attacked: [
    async ({}, use) => {
      const stack = await startStack();
      try {
        await register(stack, 'ada');
        const cookie = (await logInWithCookies(stack, 'ada')).get(ACCESS_COOKIE) ?? '';
        await use({ stack, token: await logIn(stack, 'ada'), cookie, password: PASSWORD });
      } finally {
        await stack.stop();
      }
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

/** After all of it the honest caller still gets in everywhere; what does not answer as before is named. */
export async function stillOpen(attacked: AttackedStack): Promise<string[]> {
  const errors: string[] = [];
  for (const route of guardedRoutes.filter((one) => one.endsSession !== true)) {
    const answer = await requestRoute(attacked.stack, route, [bearer(attacked.token)]);
    if (answer?.status !== 200)
      errors.push(`a good token at ${nameOf(route)}: ${answer?.status ?? 'no answer'} ${answer?.body ?? ''}`);
  }
  return errors;
}
