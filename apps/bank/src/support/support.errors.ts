import { AppError } from '@latchkey/service';

/** The same for a name that nobody has and for what can be no name. */
export function personNotFound(): AppError {
  return new AppError({
    code: 'person_not_found',
    status: 404,
    title: 'Nobody found',
    detail: 'There is no such person. A username must be written in full.',
  });
}

/** Nobody is their own support desk. */
export function ownAccount(): AppError {
  return new AppError({
    code: 'own_account',
    status: 403,
    detail: 'This is your own account. Somebody else of the support desk must do this.',
  });
}

/** The accounts of the support desk are the operators' business. */
export function supportAccount(): AppError {
  return new AppError({
    code: 'support_account',
    status: 403,
    detail: 'This person is of the support desk. Please ask an operator.',
  });
}

/** The same for a session that is over, another person's, or none at all. */
export function personHasNoSuchSession(): AppError {
  return new AppError({ code: 'session_not_found', status: 404, detail: 'The person has no such session.' });
}
