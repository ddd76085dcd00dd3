/** Resolves after so many milliseconds. */
export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks again and again until the answer is true: the milliseconds that it took, undefined when the time is over. */
export async function until(
  isTrue: () => Promise<boolean> | boolean,
  within: number,
  every = 10,
): Promise<number | undefined> {
  const began = performance.now();
  for (;;) {
    if (await isTrue()) return performance.now() - began;
    if (performance.now() - began > within) return undefined;
    await sleep(every);
  }
}

/** Whether it comes to its end in time; nothing is waited for after that. */
export async function isDoneWithin(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), milliseconds)));
  return Promise.race([work.then(() => true), late]).finally(() => clearTimeout(timer));
}
