import { CheckIcon, Icon } from '@latchkey/web';
import type { Rule } from './password.rules.js';

/** The rules of a field; each is ticked as soon as it is kept. */
export function RuleList({ rules }: { rules: readonly Rule[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {rules.map(({ words, kept }) => (
        <li key={words} className={`flex gap-2 ${kept ? 'text-good' : ''}`}>
          <span className="pt-0.5">{kept ? <CheckIcon /> : <DotIcon />}</span>
          <span>
            {words}
            {kept && <span className="sr-only"> (met)</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

const DotIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="1.25" />
  </Icon>
);
