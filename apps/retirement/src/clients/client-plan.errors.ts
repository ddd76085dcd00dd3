import { AppError } from '@latchkey/service';

/** The same for a person who shares nothing, and for nobody: advisers learn no names here. */
export function planNotShared(): AppError {
  return new AppError({
    code: 'plan_not_shared',
    status: 404,
    title: 'No shared plan',
    detail: 'Nobody of this name shares a plan with advisers.',
  });
}
