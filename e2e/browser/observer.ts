import type { BrowserContext, ConsoleMessage, Page } from '@playwright/test';

const STREAM = '/api/session/stream';

/** What the pages of one person said that nobody asked for: the console, errors, broken rules of the CSP, lost requests. */
export class Observer {
  #found: string[] = [];
  #expected: { status: number | string; path: string; seen: number }[] = [];

  static async of(context: BrowserContext): Promise<Observer> {
    const observer = new Observer();
    await context.exposeBinding('reportViolation', (_, text: string) => void observer.#found.push(`CSP: ${text}`));
    await context.addInitScript(() => {
      const reporter = globalThis as unknown as { reportViolation(text: string): void };
      document.addEventListener('securitypolicyviolation', (event) => {
        const { violatedDirective, blockedURI, sourceFile, lineNumber, sample } = event;
        reporter.reportViolation(`${violatedDirective} blocked ${blockedURI} ${sourceFile}:${lineNumber} ${sample}`);
      });
    });
    context.on('console', (message) => observer.#response(message));
    context.on('weberror', (error) => observer.#found.push(`error: ${error.error().message}`));
    context.on('page', (page) => observer.#watch(page));
    return observer;
  }

  /** Names an error that the next step causes: the browser writes one line for it, and that line alone is fine. */
  expectProblem(status: number, path: string): void {
    this.#expected.push({ status, path, seen: 0 });
    // Another open page may ask for its stream with the same lost token.
    if (status === 401 && path === '/api/me') this.tolerateProblem(status, STREAM);
  }

  /** The same for an error that may come or not. */
  tolerateProblem(status: number, path: string): void {
    this.#expected.push({ status, path, seen: 1 });
  }

  /** Names a request that gets no answer: because the service is dead, or for another reason that the browser tells. */
  expectLost(path: string, why = 'ERR_CONNECTION_REFUSED'): void {
    this.#expected.push({ status: why, path, seen: 0 });
  }

  /** Everything unexpected so far, and each error that was named but never came. */
  findings(): string[] {
    const missing = this.#expected.filter((one) => one.seen === 0).map((one) => `no ${one.status} from ${one.path}`);
    return [...this.#found, ...missing];
  }

  /** Broken rules of the content security policy, Trusted Types among them. */
  violations(): number {
    return this.#found.filter((finding) => finding.startsWith('CSP: ')).length;
  }

  #watch(page: Page): void {
    page.on('crash', () => this.#found.push('the page crashed'));
  }

  #response(message: ConsoleMessage): void {
    // Chromium's word for a logout that went as it should.
    if (message.type() === 'info' && message.text().startsWith('Clear-Site-Data header on ')) return;
    const [, refused, lost] =
      /^Failed to load resource: (?:the server responded with a status of (\d+)|net::(\w+)$)/.exec(message.text()) ??
      [];
    const status = lost ?? Number(refused);
    const path = pathOf(message.location().url);
    // Open as long as a page is: a service that ends cuts it, and it comes back by itself.
    if (lost !== undefined && path === STREAM) return;
    const named = this.#expected.filter((one) => one.status === status && one.path === path);
    if (named.length === 0)
      this.#found.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    for (const one of named) one.seen += 1;
  }
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
