import type { Locator, Page, TestInfo } from '@playwright/test';
import { expect } from '@playwright/test';
import { lookOver, type Face } from '../../browser/view.js';
import { request, type Request, type Response, type Target } from '../../stack/request.js';
import type { Stack } from '../../stack/stack.js';
import type { Recorder } from './recorder.js';
import { redacted, shownToken } from './redact.js';

/** Whether the report is to have pictures: no check needs them, and they take a tenth of a run. */
const HAS_PICTURES = process.env['LATCHKEY_QA_PICTURES'] === 'yes';

/** What a step says to the report. */
export class Qa {
  readonly #recorder: Recorder;
  readonly #info: TestInfo;
  #pictures = 0;

  constructor(recorder: Recorder, info: TestInfo) {
    this.#recorder = recorder;
    this.#info = info;
  }

  /** What was seen, in a sentence. */
  saw(text: string): void {
    this.#recorder.note({ kind: 'saw', text: redacted(text) });
  }

  /** A token, which the report shows decoded and without its signature. */
  token(caption: string, token: string): void {
    this.#recorder.keepOut(token);
    this.#recorder.note({ kind: 'token', caption, token: shownToken(token) });
  }

  /** Many small findings; the first cell of a row names it. */
  table(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
    const shown = rows.map((row) => row.map(redacted));
    this.#recorder.note({ kind: 'table', caption, head, rows: shown });
  }

  /** A figure for the top of the report; those of one name are added up. */
  figure(name: string, value: number): void {
    this.#recorder.note({ kind: 'figure', name, value });
  }

  /** The page as it stands. */
  async picture(caption: string, page: Page, isWanted = HAS_PICTURES): Promise<void> {
    if (!isWanted) return;
    this.#pictures += 1;
    const file = this.#info.outputPath(`picture-${this.#pictures}.jpg`);
    await page.screenshot({ path: file, type: 'jpeg', quality: 70, animations: 'disabled' });
    this.#recorder.note({ kind: 'picture', caption, file });
  }

  /**
   * Fails unless the page reads well for everybody, in light and dark, down to 320 px. For the report it is photographed in four
   * faces, in files that keep their names from run to run.
   *
   * @param name - site and view, as `bank-login`
   * @param show - what must be in the picture, also where the page is longer than the screen
   */
  async view(name: string, page: Page, show?: Locator): Promise<void> {
    const seen = async (face: Face): Promise<void> => {
      const screen = `${name}-${face}`;
      const file = this.#info.outputPath(`${screen}.jpg`);
      await page.screenshot({ path: file, type: 'jpeg', quality: 65, animations: 'disabled' });
      const caption = `${name.replaceAll('-', ' ')} (${face.replace('-', ', ')})`;
      this.#recorder.note({ kind: 'picture', caption, file, screen });
    };
    const { scans, findings } = await lookOver(page, name, HAS_PICTURES ? seen : undefined, show);
    this.#recorder.record.axe.scans += scans;
    this.#recorder.record.axe.findings += findings.length;
    expect(findings, name).toEqual([]);
  }

  /** Asks a service as a program does. Every call of this process is in the report, that of a Jar or a Program too. */
  ask(place: Target, asked: Request): Promise<Response> {
    return request(place, asked);
  }

  /** A name for an address, which the report shows in its place. */
  name(place: Pick<Target, 'url'>, name: string): void {
    this.#recorder.record.names[place.url] = name;
  }

  /** Names what people need to know to read the addresses of a stack. */
  nameStack(stack: Stack): void {
    for (const [id, service] of Object.entries(stack.services)) this.name(service, id);
  }
}
