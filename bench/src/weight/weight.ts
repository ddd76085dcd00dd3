import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type LaunchOptions } from '@playwright/test';
import type { BenchStack } from '../bench-stack.ts';
import { median } from '../statistics.ts';
import { weigh, type Asset } from './asset.ts';
import { loadCold, type FirstLoad } from './first-load.ts';

/** What one site's first load weighs and takes. */
export interface SiteWeight {
  name: string;
  path: string;
  firstPaint: number[];
  usable: number[];
  /** Of this site alone. */
  assets: Asset[];
  /** Scripts of the site that the first load left alone. */
  lazy: string[];
}

/** Lets a browser load both sites from nothing, several times, in turn. */
export async function measureWeight(stack: BenchStack, launch: LaunchOptions, loads: number): Promise<SiteWeight[]> {
  // Retirement first: it takes the port that its public address names.
  await stack.retirement();
  await stack.bank();
  const browser = await chromium.launch(launch);
  try {
    const sites = [
      { name: 'bank', path: '/login', url: stack.publicUrl('bank') },
      { name: 'retirement', path: '/', url: stack.publicUrl('retirement') },
    ];
    // The first load of a process finds nothing ready: neither the browser nor the services.
    for (const { url, path } of sites) await loadCold(browser, url + path);
    const seen = new Map<string, FirstLoad[]>(sites.map(({ name }) => [name, []]));
    for (let count = 0; count < loads; count++) {
      for (const { name, url, path } of sites) seen.get(name)!.push(await loadCold(browser, url + path));
    }
    return await Promise.all(sites.map((site) => weightOf(site, seen.get(site.name)!)));
  } finally {
    await browser.close();
  }
}

async function weightOf(site: { name: string; path: string; url: string }, loads: FirstLoad[]): Promise<SiteWeight> {
  const { name, path, url } = site;
  const own = new Set(loads.flatMap(({ urls }) => urls).filter((one) => one.startsWith(`${url}/assets/`)));
  // Node does not look these names up.
  const assets = await Promise.all([...own].map((one) => weigh(one.replace(new URL(url).hostname, '127.0.0.1'))));
  const fetched = new Set(assets.map((asset) => asset.path));
  const lazy = scriptsOf(name).filter((file) => !fetched.has(`/assets/${file}`));
  const firstPaint = loads.map((load) => load.firstPaint);
  return { name, path, firstPaint, usable: loads.map((load) => load.usable), assets, lazy };
}

function scriptsOf(site: string): string[] {
  const folder = fileURLToPath(new URL(`../../../apps/${site}/web/dist/assets`, import.meta.url));
  return readdirSync(folder)
    .filter((file) => file.endsWith('.js'))
    .sort();
}

/** Bytes of a kind that a first load fetches, as gzip. */
export function gzipped({ assets }: SiteWeight, kind: Asset['kind']): number {
  return assets.filter((asset) => asset.kind === kind).reduce((sum, { gzip }) => sum + gzip, 0);
}

/** The middle of several loads, in milliseconds. */
export const middleOf = (loads: number[]): number => Math.round(median(loads));
