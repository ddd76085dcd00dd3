import type { Projection } from './projection.rules.js';
import { assumptions } from './projection-text.js';

/** What the projection assumes. */
export function Assumptions({ projection }: { projection: Projection }) {
  return (
    <section aria-labelledby="assumptions" className="flex flex-col gap-3">
      <h2 id="assumptions" className="text-lead font-semibold">
        What this assumes
      </h2>
      <ul className="flex list-disc flex-col gap-2 pl-5 text-label text-pretty text-muted marker:text-line-strong">
        {assumptions(projection).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
