const ROWS = [0, 1, 2];

/** Grey shapes where a page will be, drawn only after 150 ms: a quick answer shows no flicker. */
export function PageSkeleton() {
  return (
    <div className="skeleton-late flex flex-col gap-6" aria-busy="true">
      <h1 className="sr-only">Loading</h1>
      <div className="skeleton h-8 w-3/5" />
      <div className="skeleton h-4 w-4/5" />
      <div className="skeleton h-40 w-full" />
    </div>
  );
}

/** The same for a page that is a form in a card. */
export function FormSkeleton() {
  return (
    <div className="skeleton-late flex flex-col gap-6" aria-busy="true">
      <h1 className="sr-only">Loading</h1>
      <div className="skeleton h-8 w-2/5" />
      <div className="skeleton h-11 w-full" />
      <div className="skeleton h-11 w-full" />
      <div className="skeleton h-11 w-full" />
    </div>
  );
}

/** The same for one piece of a page. */
export function BlockSkeleton() {
  return (
    <div className="skeleton-late flex flex-col gap-3" aria-busy="true">
      <p className="sr-only">Loading</p>
      <div className="skeleton h-4 w-2/5" />
      <div className="skeleton h-4 w-4/5" />
      <div className="skeleton h-4 w-3/5" />
    </div>
  );
}

/** The same for a list in a card. */
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
