/** Fetches the drawing's code, which nobody waits for: the figures and the table stand without it. */
export async function loadChart() {
  const { ProjectionChart } = await import('./projection-chart.js');
  return ProjectionChart;
}
