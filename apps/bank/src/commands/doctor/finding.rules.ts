/** What was found out about a service. */
export interface Finding {
  readonly service: string;
  /** `error`: people or security suffer; `warning`: they will, or something is worse than it could be. */
  readonly level: 'ok' | 'warning' | 'error';
  readonly about: string;
  readonly words: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** Makes findings about one thing of one service. */
export const findingsOn = (service: string, about: string) => ({
  ok: (words: string): Finding => ({ service, level: 'ok', about, words }),
  warning: (words: string, fix: string): Finding => ({ service, level: 'warning', about, words, fix }),
  error: (words: string, fix: string): Finding => ({ service, level: 'error', about, words, fix }),
});
