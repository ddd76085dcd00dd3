import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const WIDTHS = [1280, 360, 320];

/** Looks at the page as it stands: readable for everybody in light and dark, and never wider than the screen. */
export async function expectGoodView(page: Page, name: string): Promise<void> {
  const { findings } = await lookOver(page, name);
  expect(findings, name).toEqual([]);
}

/** The same without a verdict; `seen` is told of each face of the view while it stands. */
export async function lookOver(
  page: Page,
  name: string,
  seen: (face: string) => Promise<void> = async () => undefined,
): Promise<{ scans: number; findings: string[] }> {
  const findings: string[] = [];
  let scans = 0;
  const scan = async (face: string): Promise<void> => {
    scans += 1;
    findings.push(...(await inaccessible(page)).map((finding) => `${name}, ${face}: ${finding}`));
  };
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await scan(colorScheme);
    if (colorScheme === 'light') await seen('light, 1280 px');
  }
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (overflow > 0) findings.push(`${name} at ${width} px scrolls sideways by ${overflow} px`);
    if (width === 320) await scan(`${width} px`);
    if (width === 360) await seen('dark, 360 px');
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
  return { scans, findings };
}

async function inaccessible(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.map(
    (one) =>
      `${one.id}: ${one.nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join(' | ')}`,
  );
}
