import { z } from 'zod';

const allowed = z.boolean().describe('Whether people with the role `adviser` may read the plan.');

/** Body of `PUT /api/plan/permission`. */
export const permissionBody = z.strictObject({ allowed });
export type PermissionBody = z.infer<typeof permissionBody>;

/** Its answer, as `GET /api/plan` tells it too. */
export const permissionAnswer = z.strictObject({ sharedWithAdvisers: allowed });
export type PermissionAnswer = z.infer<typeof permissionAnswer>;
