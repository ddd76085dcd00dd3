import type { StackService } from '../../stack/stack.ts';
import { encodeRequest, sendRaw } from '@latchkey/conformance/client';

const METRIC = /^process_cpu_seconds_total(?:\{[^}]*\})? ([\d.e+-]+)/m;

/** Milliseconds of CPU time that a service has spent since it started: what else runs on the machine does not count. */
export async function cpuTime(target: StackService): Promise<number> {
  const answer = await sendRaw(target.port, encodeRequest({ path: '/metrics', host: target.host }), 120_000);
  const seconds = METRIC.exec(answer?.body ?? '')?.[1];
  if (seconds === undefined) throw new Error(`${target.url} tells no CPU time: ${answer?.status}`);
  return Number(seconds) * 1000;
}

/** What some work costs a service, without the asking. */
export async function costOf(target: StackService, work: () => Promise<unknown>): Promise<number> {
  const before = await cpuTime(target);
  await work();
  return (await cpuTime(target)) - before;
}
