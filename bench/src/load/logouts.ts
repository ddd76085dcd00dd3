import { Refusals, type RefusalPlan, type RefusalResult } from './refusals.ts';
import { guardedGet, postEmpty } from './requests.ts';
import { SequentialClient } from './sequential-client.ts';

export interface Logouts extends RefusalPlan {
  bankPort: number;
  /** An access token of each session that is to be logged out, one after the other. */
  tokens: readonly string[];
}

/** Logs sessions out at the bank, while each replica of a service is asked again and again with a copy of the token. */
export async function runLogouts(plan: Logouts): Promise<RefusalResult> {
  const bank = await SequentialClient.open(plan.bankPort);
  const refusals = await Refusals.open(plan, 'session_ended');
  for (const token of plan.tokens) {
    await refusals.time(guardedGet(token), async () => {
      const { status } = await bank.ask(postEmpty('/api/logout', token));
      if (status !== 204) refusals.fail(`bank: ${status}`);
    });
  }
  refusals.close();
  bank.close();
  return refusals.result;
}
