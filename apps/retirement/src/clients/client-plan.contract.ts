import { z } from 'zod';
import { username } from '@latchkey/verifier/contract';
import { shownFigures } from '../plan/plan.contract.js';

/** Answer of `GET /api/clients/:username/plan`: what an adviser sees of a plan. */
export const clientPlanAnswer = z.strictObject({ username, ...shownFigures });
export type ClientPlanAnswer = z.infer<typeof clientPlanAnswer>;

/** What stands in the path. Any text may: what is nobody's name has the same answer as a name that shares nothing. */
export const clientName = z
  .string()
  .describe('The whole username of the person; capitals are folded.')
  .meta({ examples: ['ada'] });
