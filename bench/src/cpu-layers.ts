import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A profile as Node writes it with --cpu-prof; times are microseconds on the monotonic clock. */
export interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[];
  startTime: number;
  samples: number[];
  timeDeltas: number[];
}

export interface Layer {
  name: string;
  /** Part of the time in which the thread did something. */
  share: number;
}

const NATIVE = 'system calls and native code';

const BY_NAME = new Map([
  ['(idle)', 'idle'],
  ['(garbage collector)', 'garbage collection'],
  ['(program)', NATIVE],
]);

// The first that fits.
const BY_URL: [fits: RegExp, layer: string][] = [
  [/\/node_modules\/pg(-[a-z]+)?\//, 'pg, the database driver'],
  [/\/node_modules\/typeorm\//, 'typeorm'],
  [/\/node_modules\/(fastify|find-my-way|fast-json-stringify|secure-json-parse|@fastify)\//, 'fastify'],
  [/\/node_modules\/@nestjs\/(?!jwt)/, 'nest'],
  [/\/node_modules\/(pino|sonic-boom|quick-format-unescaped|safe-stable-stringify)\//, 'log'],
  [/\/node_modules\/zod\//, 'validation'],
  [/\/node_modules\/(jsonwebtoken|jws|jwa|@nestjs\/jwt|ecdsa-sig-formatter)\//, 'signing the access token'],
  [/\/apps\/bank\//, 'apps/bank'],
  [/\/packages\/auth\//, 'packages/auth'],
  [/\/packages\/service\//, 'packages/service'],
  [/^node:internal\/crypto/, 'node: crypto'],
  [/^node:(_http|http|internal\/http)/, 'node: http'],
  [/^node:(net|stream|internal\/(streams|stream|net))/, 'node: net and streams'],
  [/^node:/, 'node: the rest'],
  [/./, 'other packages'],
];

/** Where the thread's time went between two moments, by whose code it was in; largest first. */
export function layersOf(profile: CpuProfile, from: number, to: number): Layer[] {
  const layers = new Map(profile.nodes.map(({ id, callFrame }) => [id, layerOf(callFrame)]));
  const times = new Map<string, number>();
  let at = profile.startTime;
  for (const [index, id] of profile.samples.entries()) {
    const took = profile.timeDeltas[index]!;
    at += took;
    const layer = layers.get(id)!;
    if (at >= from && at <= to && layer !== 'idle') times.set(layer, (times.get(layer) ?? 0) + took);
  }
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times].map(([name, time]) => ({ name, share: time / all })).toSorted((a, b) => b.share - a.share);
}

function layerOf({ functionName, url }: { functionName: string; url: string }): string {
  return BY_NAME.get(functionName) ?? BY_URL.find(([fits]) => fits.test(url))?.[1] ?? NATIVE;
}

/** The profile of the main thread in a folder that Node wrote its profiles to. */
export function readMainThread(folder: string): CpuProfile {
  // CPU.date.time.pid.thread.number.cpuprofile; the main thread is 0.
  const file = readdirSync(folder).find((name) => name.split('.').at(-3) === '0');
  if (file === undefined) throw new Error('the bank wrote no profile of its main thread');
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
}

/** Now, on the clock of the profiles. */
export const profileTime = (): number => Number(process.hrtime.bigint() / 1000n);
