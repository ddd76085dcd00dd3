/** Runs jobs a few at a time and gathers what each found, in the order of the jobs. */
export async function gather<T, F>(
  jobs: readonly T[],
  work: (job: T) => Promise<readonly F[]>,
  width = 24,
): Promise<F[]> {
  const found: (readonly F[])[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < jobs.length; index = next++) found[index] = await work(jobs[index] as T);
  };
  await Promise.all(Array.from({ length: width }, lane));
  return found.flat();
}
