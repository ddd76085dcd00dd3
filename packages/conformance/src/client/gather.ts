/** Runs jobs a few at a time and gathers what each found. */
export async function gather<T>(
  jobs: readonly T[],
  work: (job: T) => Promise<string[]>,
  width = 24,
): Promise<string[]> {
  const found: string[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < jobs.length; index = next++) found.push(...(await work(jobs[index] as T)));
  };
  await Promise.all(Array.from({ length: width }, lane));
  return found.toSorted();
}
