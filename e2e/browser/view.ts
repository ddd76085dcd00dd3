import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const SIZES = { wide: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } };
const SCHEMES = ['light', 'dark'] as const;
/** The narrowest screen on which nothing may scroll sideways (WCAG 2.2, 1.4.10). */
const NARROWEST = { width: 320, height: 740 };

/** Of the usual size, percent: on a phone's page nothing may be wider than it (WCAG 2.2, 1.4.4). */
const LARGE_TEXT = [150, 200];

/** How a page is looked at: the size of its window, and light or dark. */
export type Face = `${keyof typeof SIZES}-${(typeof SCHEMES)[number]}`;

/**
 * Looks at the page as it stands: readable for everybody in light and dark, and never wider than the screen.
 *
 * @param seen - told of each face of the view while it stands, with `show` in the middle of it
 */
export async function lookOver(
  page: Page,
  name: string,
  seen: (face: Face) => Promise<void> = async () => undefined,
  show?: Locator,
): Promise<{ scans: number; findings: string[] }> {
  const findings: string[] = [];
  let scans = 0;
  // Twice: once in each theme, and once in each layout.
  const scan = async (face: string): Promise<void> => {
    scans += 1;
    findings.push(...(await inaccessible(page)).map((finding) => `${name}, ${face}: ${finding}`));
  };
  const resize = async (size: { width: number; height: number }): Promise<void> => {
    await fit(page, size);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (overflow > 0) findings.push(`${name} at ${size.width} px scrolls sideways by ${overflow} px`);
    await show?.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  };
  await resize(SIZES.wide);
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme });
    if (scheme === 'light') await scan('wide, light');
    await seen(`wide-${scheme}`);
  }
  await resize(SIZES.phone);
  for (const scheme of SCHEMES.toReversed()) {
    await page.emulateMedia({ colorScheme: scheme });
    if (scheme === 'dark') await scan('phone, dark');
    await seen(`phone-${scheme}`);
  }
  findings.push(...(await widerWithLargeText(page, name)));
  await resize(NARROWEST);
  await fit(page, SIZES.wide);
  return { scans, findings };
}

/** What is wider than a phone's page once its reader has made the text larger. */
async function widerWithLargeText(page: Page, name: string): Promise<string[]> {
  const findings: string[] = [];
  for (const percent of LARGE_TEXT) {
    const over = await page.evaluate(async (size) => {
      const root = document.documentElement;
      root.style.fontSize = `${size}%`;
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const beyond = root.scrollWidth - root.clientWidth;
      root.style.removeProperty('font-size');
      return beyond;
    }, percent);
    if (over > 0) findings.push(`${name} with text of ${percent} % is wider than the page by ${over} px`);
  }
  return findings;
}

/** Resizes the window. The page's media queries follow with its next frame, and until then some of them speak of the old size. */
async function fit(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  await page.evaluate(
    (width) =>
      new Promise<void>((resolve) => {
        const look = (): void => (window.innerWidth === width ? resolve() : void requestAnimationFrame(look));
        requestAnimationFrame(look);
      }),
    size.width,
  );
}

async function inaccessible(page: Page): Promise<string[]> {
  // What is right is not gathered: on a long page that takes longer than to look.
  // In the page itself: it has no frames of other origins that would need a page of their own.
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .withTags(RULES)
    .setLegacyMode(true)
    .analyze();
  return violations.map(
    (one) =>
      `${one.id}: ${one.nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join(' | ')}`,
  );
}
