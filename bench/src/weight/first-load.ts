import type { Browser } from '@playwright/test';

/** A phone on a middling network: what a page's first load is promised for. */
export const PROFILE = { latencyMs: 150, megabitsDown: 1.6, slowdown: 4, width: 360, height: 740 };

/** One cold load, up to where the login form stands. */
export interface FirstLoad {
  /** Milliseconds from the start of the navigation. */
  firstPaint: number;
  /** Until the form can be typed into, on the last page that the browser was led to. */
  usable: number;
  /** Of what was asked for meanwhile, in order. */
  urls: string[];
}

const FORM = '#site input[autocomplete~="username"]';

// Runs in the page: when the field for the username is there.
const WATCH = `(() => {
  const look = () => {
    if (document.querySelector('${FORM}')) globalThis.formStood = performance.now();
    else requestAnimationFrame(look);
  };
  look();
})()`;

/** Opens a page with nothing in the cache, throttled, and waits for the login form. */
export async function loadCold(browser: Browser, url: string): Promise<FirstLoad> {
  const { latencyMs, megabitsDown, slowdown, width, height } = PROFILE;
  const context = await browser.newContext({ viewport: { width, height }, isMobile: true });
  try {
    const page = await context.newPage();
    const urls: string[] = [];
    page.on('request', (request) => urls.push(request.url()));
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    const bytesPerSecond = (megabitsDown * 1_000_000) / 8;
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: latencyMs,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond / 2,
    });
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await page.addInitScript(WATCH);
    const began = Date.now();
    const paints: Promise<number>[] = [];
    page.on('domcontentloaded', () => paints.push(firstPaintOf(page, began)));
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForSelector(FORM, { state: 'attached' });
    const usable = (await page.evaluate('performance.timeOrigin + globalThis.formStood')) as number;
    const seen = (await Promise.all(paints)).filter((paint) => !Number.isNaN(paint));
    return { firstPaint: Math.min(...seen), usable: usable - began, urls };
  } finally {
    await context.close();
  }
}

interface Evaluating {
  evaluate: (script: string) => Promise<unknown>;
}

const PAINTED = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries())
      if (name === 'first-contentful-paint') resolve(performance.timeOrigin + startTime);
  }).observe({ type: 'paint', buffered: true });
})`;

// A page that leads on at once may never paint.
async function firstPaintOf(page: Evaluating, began: number): Promise<number> {
  try {
    return ((await page.evaluate(PAINTED)) as number) - began;
  } catch {
    return Number.NaN;
  }
}
