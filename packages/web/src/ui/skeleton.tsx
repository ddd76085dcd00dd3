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
