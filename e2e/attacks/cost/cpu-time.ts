import type { Front } from '../../stack/stack.js';
import { bytesOf, sendBytes } from '@latchkey/conformance/client';

const METRIC = /^process_cpu_seconds_total(?:\{[^}]*\})? ([\d.e+-]+)/m;

/** Milliseconds of CPU time that a service has spent since it started: what else runs on the machine does not count. */
export async function cpuTime(front: Front): Promise<number> {
  const answer = await sendBytes(front.port, bytesOf({ path: '/metrics', host: front.host }), 120_000);
  const seconds = METRIC.exec(answer?.body ?? '')?.[1];
  if (seconds === undefined) throw new Error(`${front.url} tells no CPU time: ${answer?.status}`);
  return Number(seconds) * 1000;
}

/** What some work costs a service, without the asking. */
export async function costOf(front: Front, work: () => Promise<unknown>): Promise<number> {
  const before = await cpuTime(front);
  await work();
  return (await cpuTime(front)) - before;
}
