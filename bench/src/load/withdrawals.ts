import { Refusals, type RefusalPlan, type RefusalResult } from './refusals.ts';
import { guardedGet, postJson } from './requests.ts';
import { SequentialClient } from './sequential-client.ts';

/** Somebody who has the role, as a program that is logged in. */
export interface RoleHolder {
  userId: string;
  access: string;
  refresh: string;
}

export interface Withdrawals extends RefusalPlan {
  bankPort: number;
  /** Of the route that asks for the role; GET. */
  path: string;
  /** The role is taken from one after the other. */
  holders: readonly RoleHolder[];
}

interface Tokens {
  access_token?: string;
}

/**
 * Takes a role from people, while each replica of a service is asked again and again with the token of before. Nobody is
 * logged out by it: everyone renews, and is let in where no role is needed.
 * @param withdraw - makes the change at the bank
 */
export async function runWithdrawals(
  plan: Withdrawals,
  withdraw: (userId: string) => Promise<void>,
): Promise<RefusalResult> {
  const bank = await SequentialClient.open(plan.bankPort);
  const refusals = await Refusals.open(plan, 'renew_required');
  for (const { userId, access, refresh } of plan.holders) {
    await refusals.time(guardedGet(access, plan.path), () => withdraw(userId));
    const { status, body } = await bank.ask(postJson('/api/refresh', { refresh_token: refresh }));
    if (status !== 200) {
      refusals.fail(`logged out: ${status}`);
      continue;
    }
    const { access_token: renewed = '' } = JSON.parse(body.toString()) as Tokens;
    for (const replica of refusals.replicas) {
      const role = await replica.ask(guardedGet(renewed, plan.path));
      if (role.status !== 403) refusals.fail(`renewed, with the role: ${role.status}`);
      const open = await replica.ask(guardedGet(renewed));
      if (open.status !== 200) refusals.fail(`renewed, without it: ${open.status}`);
    }
  }
  refusals.close();
  bank.close();
  return refusals.result;
}
