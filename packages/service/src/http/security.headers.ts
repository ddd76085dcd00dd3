import type { ServiceConfig } from '../config/service.settings.js';

const YEAR_SECONDS = 31_536_000;

/** Headers of every answer of the API: nothing is cached, nothing is shown as a page, nothing is guessed. */
export function apiHeaders(_config: ServiceConfig): Readonly<Record<string, string>> {
  return {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'strict-transport-security': `max-age=${YEAR_SECONDS}`,
    'x-content-type-options': 'nosniff',
  };
}
