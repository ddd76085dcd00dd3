import { useId } from 'react';

/** How the projection is looked at. */
export type View = 'chart' | 'table';

const VIEWS: readonly { view: View; name: string }[] = [
  { view: 'chart', name: 'Chart' },
  { view: 'table', name: 'Table' },
];

/** Chart or table: the same figures. */
export function ViewSwitch({ view, onView }: { view: View; onView: (view: View) => void }) {
  const group = useId();
  return (
    <fieldset className="view-switch">
      <legend className="sr-only">Show the projection as</legend>
      {VIEWS.map(({ view: one, name }) => (
        <label key={one} className="view-choice">
          <input type="radio" className="sr-only" name={group} checked={view === one} onChange={() => onView(one)} />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
