import { euros } from '@latchkey/web';

/** The plan in one sentence, following the form. */
export function PlanSummary({ age, wishMinor, proposal }: { age: number; wishMinor: string; proposal: boolean }) {
  return (
    <section aria-labelledby="summary" className="card flex flex-col gap-6 bg-brand-soft">
      <h2 id="summary" className="text-label font-semibold text-brand-ink">
        {proposal ? 'Our proposal' : 'Your plan'}
      </h2>
      <p className="flex flex-col gap-1">
        <span className="text-label text-muted">You stop working at</span>
        <span className="text-figure font-semibold tabular-nums">{age}</span>
      </p>
      <p className="flex flex-col gap-1">
        <span className="text-label text-muted">and wish to have, each month,</span>
        <span className="text-figure font-semibold break-words tabular-nums">{euros(wishMinor)}</span>
      </p>
    </section>
  );
}
