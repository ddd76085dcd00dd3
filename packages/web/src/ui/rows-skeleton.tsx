const ROWS = [0, 1, 2];

/** Grey shapes where a list in a card will be. */
export function RowsSkeleton() {
  return (
    <div className="card card-flush divide-y divide-line" aria-busy="true">
      <p className="sr-only">Loading</p>
      {ROWS.map((row) => (
        <div key={row} className="skeleton-late flex items-center gap-4 p-4 sm:px-6">
          <div className="skeleton size-11" />
          <div className="flex flex-1 flex-col gap-2">
            <div className="skeleton h-4 w-2/5" />
            <div className="skeleton h-3 w-3/5" />
          </div>
        </div>
      ))}
    </div>
  );
}
