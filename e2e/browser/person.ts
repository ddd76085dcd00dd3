import { expect, type BrowserContext, type Page, type Response } from '@playwright/test';
import type { StackService, Stack } from '../stack/stack.ts';
import { PASSWORD } from '../stack/test-user.ts';
import type { Observer } from './observer.ts';

/** Somebody at a browser, with a login at the bank, a fresh profile and eyes on everything the pages say. */
export class Person {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly stack: Stack;
  readonly username: string;
  readonly password: string;
  readonly observer: Observer;

  constructor(page: Page, stack: Stack, username: string, observer: Observer, password = PASSWORD) {
    this.page = page;
    this.context = page.context();
    this.stack = stack;
    this.username = username;
    this.observer = observer;
    this.password = password;
  }

  async open(service: StackService, path = '/'): Promise<void> {
    await this.page.goto(service.url + path);
  }

  async fillIn(username: string, password: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Username' }).fill(username);
    await this.page.getByRole('textbox', { name: 'Password' }).fill(password);
  }

  /** Logs in on the login page at hand and waits until it is gone. */
  async logIn(): Promise<void> {
    await this.seesHeading('Log in');
    await this.fillIn(this.username, this.password);
    const throttled = this.#throttled();
    await this.page.getByRole('button', { name: 'Log in' }).click();
    // Passwords are hashed at the lowest priority: a machine that is busy with other things takes its time.
    const gone = expect(this.page.getByRole('heading', { level: 1, name: 'Log in' })).toBeHidden({ timeout: 180_000 });
    await Promise.race([gone, throttled.problem]).finally(throttled.end);
  }

  /** A login that the bank throttles is an error at once: the page would wait for minutes. */
  #throttled(): { problem: Promise<never>; end: () => void } {
    const { promise: problem, reject } = Promise.withResolvers<never>();
    const hear = (answer: Response): void => {
      if (answer.status() !== 429 || new URL(answer.url()).pathname !== '/api/login') return;
      const seconds = answer.headers()['retry-after'] ?? 'some more';
      reject(new Error(`the bank throttles logins of ${this.username} for ${seconds} s`));
    };
    this.page.on('response', hear);
    return { problem, end: () => void this.page.off('response', hear) };
  }

  async logOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Account' }).click();
    await expect(this.page.getByText(`Logged in as ${this.username}`)).toBeVisible();
    await this.page.getByRole('button', { name: 'Log out', exact: true }).click();
  }

  async seesHeading(name: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
  }

  /** The value of a cookie as the browser would send it to a service. */
  async cookie(service: StackService, name: string): Promise<string | undefined> {
    const cookies = await this.context.cookies(service.url);
    return cookies.find((cookie) => cookie.name === name)?.value;
  }
}
