import { guarded } from '../../../../lib/auth.js';
import { pensions } from '../../../../lib/pensions.js';

export const GET = guarded({ roles: ['adviser'] }, () => Response.json(pensions.all()));
