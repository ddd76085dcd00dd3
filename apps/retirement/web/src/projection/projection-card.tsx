import { Button, Note } from '@latchkey/web';
import type { QueryState } from '@latchkey/web';
import { useState } from 'react';
import { Headline } from './headline.js';
import type { Projection } from './projection.rules.js';
import { ProjectionTable } from './projection-table.js';
import { LiveAnnouncer } from './live-announcer.js';
import { ViewSwitch } from './view-switch.js';
import type { View } from './view-switch.js';
import { readableProjection } from './projection-text.js';

/** Fetches the chart's code, which nobody waits for: the figures and the table do without it. */
export async function loadChart() {
  const { ProjectionChart } = await import('./projection-chart.js');
  return ProjectionChart;
}

/** The chart's code, as far as it is there. */
export type ChartQuery = QueryState<Awaited<ReturnType<typeof loadChart>>>;

/** What the plan comes to: figures, and the pot by age as chart or table. */
export function ProjectionCard({ projection, chart }: { projection: Projection; chart: ChartQuery }) {
  const [view, setView] = useState<View>('chart');
  const isFailed = chart.status === 'failed';
  return (
    <section aria-labelledby="projection" className="card relative flex flex-col gap-6">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h2 id="projection" className="text-lead font-semibold">
          Projection
        </h2>
        {projection.kind !== 'nothing' && <ViewSwitch view={view} onView={setView} />}
      </div>
      <Headline projection={projection} />
      <LiveAnnouncer text={readableProjection(projection)} />
      {projection.kind !== 'nothing' && (
        <>
          {!(isFailed && view === 'table') && (
            <div className={view === 'chart' ? 'flex flex-col gap-6' : 'on-paper'}>
              <Drawing projection={projection} chart={chart} />
            </div>
          )}
          {/* Where the chart has failed, the table takes its place. */}
          {!(isFailed && view === 'chart') && (
            <div className={view === 'table' ? undefined : 'on-paper'}>
              <ProjectionTable projection={projection} />
            </div>
          )}
        </>
      )}
    </section>
  );
}

function Drawing({ projection, chart }: { projection: Projection; chart: ChartQuery }) {
  switch (chart.status) {
    case 'ready':
      return <chart.value projection={projection} />;
    case 'loading':
      return (
        <div className="chart-place skeleton-late skeleton" aria-busy="true">
          <p className="sr-only">Loading the chart</p>
        </div>
      );
    case 'failed':
      // A browser remembers that a module failed, so only a new page asks for it again; offline there is none to be had.
      return (
        <>
          <Note>
            <p>The chart could not be loaded. The table has the same figures.</p>
          </Note>
          <div>
            <Button look="quiet" onClick={() => (navigator.onLine ? location.reload() : chart.retry())}>
              Reload the page
            </Button>
          </div>
          <ProjectionTable projection={projection} />
        </>
      );
  }
}
