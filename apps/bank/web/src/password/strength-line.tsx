import type { Strength } from './strength.rules.js';

const PARTS = [1, 2, 3] as const;
const COLOURS = ['bg-danger', 'bg-danger', 'bg-brand-ink', 'bg-good'] as const;

/** The strength of a new password: a bar and a text, which is announced when it changes. */
export function StrengthLine({ strength }: { strength: Strength | undefined }) {
  const level = strength?.level ?? 0;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex gap-1" aria-hidden="true">
        {PARTS.map((part) => (
          <span
            key={part}
            className={`h-1 flex-1 rounded-full transition-colors ${part <= level ? COLOURS[level] : 'bg-line'}`}
          />
        ))}
      </div>
      <output className="block text-label text-muted">
        {strength === undefined ? (
          <span key="none">A few random words make a strong password.</span>
        ) : (
          <span key="some">
            <span className="font-semibold text-ink">{`${strength.word}.`}</span> <span>{strength.advice}</span>
          </span>
        )}
      </output>
    </div>
  );
}
