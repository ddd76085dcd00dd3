/** The shape of the plan while it is fetched. */
export function PlanSkeleton() {
  return (
    <div className="plan-grid skeleton-late" aria-busy="true">
      <div className="card flex flex-col gap-6">
        <p className="sr-only">Loading your plan</p>
        <div className="skeleton h-4 w-24" />
        <div className="skeleton h-12 w-48" />
        <div className="skeleton h-8 w-64 max-w-full" />
        <div className="chart-place skeleton" />
      </div>
      <div className="plan-figures card flex flex-col gap-8">
        <div className="skeleton h-4 w-24" />
        <div className="skeleton h-28 w-full" />
        <div className="skeleton h-32 w-full" />
        <div className="skeleton h-11 w-32" />
        <div className="skeleton h-32 w-full" />
      </div>
    </div>
  );
}
