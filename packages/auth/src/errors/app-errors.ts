import { AppError } from '@latchkey/service';
import * as verifier from '@latchkey/verifier';

type CsrfReason = Parameters<typeof verifier.csrfRefused>[0];

/** The error of this service for one of the verifier; anything else as it is. */
export function asAppError(error: unknown): unknown {
  if (!(error instanceof verifier.TokenError)) return error;
  const { code, status, message: detail, reason, headers, challenge, members, cause } = error;
  // What nobody foresaw is logged with its cause.
  const logLevel = cause === undefined ? 'silent' : 'warn';
  return new AppError({ code, status, detail, reason, headers, logLevel, cause, ...present({ challenge, members }) });
}

/**
 * Runs a check of the verifier outside the guard.
 * @throws AppError instead of a TokenError
 */
export function checked<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw asAppError(error);
  }
}

/** An authentic token of a session that was ended: renewing does not help. */
export const sessionEnded = (): AppError => asAppError(verifier.sessionEnded()) as AppError;

/** The cookie of a request does not count: no page that may act here sent it. */
export const csrfRefused = (reason: CsrfReason): AppError => asAppError(verifier.csrfRefused(reason)) as AppError;

/** The proof of a logout is not authentic, or not of now. */
export const deliveryInvalid = (reason: string): AppError => asAppError(verifier.deliveryInvalid(reason)) as AppError;

/** As many streams of one session are open at this process as may be. */
export const tooManyStreams = (): AppError => asAppError(verifier.tooManyStreams()) as AppError;

/** As many streams are open at this process as it bears. */
export const streamsExhausted = (): AppError => asAppError(verifier.streamsExhausted()) as AppError;

function present<T extends object>(members: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}
