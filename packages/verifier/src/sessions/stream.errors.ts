import { TokenError } from '../token/token-error.js';

/** As many streams of one session are open at this process as may be. */
export function tooManyStreams(): TokenError {
  const detail = 'This session has too many streams open.';
  return new TokenError({ status: 429, code: 'too_many_streams', detail, retryAfter: 60 });
}

/** As many streams are open at this process as it bears. */
export function streamsExhausted(): TokenError {
  const detail = 'This service has too many streams open.';
  return new TokenError({ status: 503, code: 'streams_exhausted', detail, retryAfter: 60 });
}
