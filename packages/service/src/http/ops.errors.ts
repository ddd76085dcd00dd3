import { AppError } from '../problem/app-error.js';

const detail = 'This address is for operators.';

/** No token of operators is configured, and the request does not come straight from this machine. */
export const opsOnly = (): AppError => new AppError({ code: 'ops_only', status: 403, detail });

/** A token of operators is configured, and the request does not carry it. */
export const opsTokenRequired = (): AppError => new AppError({ code: 'ops_token_required', status: 401, detail });
