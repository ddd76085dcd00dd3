import { AppError } from '@latchkey/service';

/** The plan is no longer the one that the caller has changed. */
export function planChanged(): AppError {
  return new AppError({
    code: 'plan_changed',
    status: 409,
    title: 'The plan was changed elsewhere',
    detail: 'The plan was changed in another place meanwhile, so this was not saved.',
  });
}
