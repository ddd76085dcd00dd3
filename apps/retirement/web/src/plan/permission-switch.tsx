import { ErrorAlert, asApiError } from '@latchkey/web';
import type { ApiError } from '@latchkey/web';
import { useId, useState } from 'react';
import { readPlan } from './plan.client.js';
import { useComeback } from './use-comeback.js';
import { setPermission } from './permission.client.js';

/** Whether advisers may read the plan. Counts at once, either way. */
export function PermissionSwitch({ isAllowed: isAllowedAtFirst }: { isAllowed: boolean }) {
  const id = useId();
  const [isAllowed, setAllowed] = useState(isAllowedAtFirst);
  const [wanted, setWanted] = useState<boolean>();
  const [error, setError] = useState<ApiError>();
  const [said, setSaid] = useState('');
  const isBusy = wanted !== undefined;

  // It may have been changed elsewhere.
  useComeback(() => {
    if (isBusy) return;
    readPlan().then(
      ({ sharedWithAdvisers }) => setAllowed(sharedWithAdvisers),
      () => undefined,
    );
  });

  async function change(allowed: boolean) {
    if (isBusy) return;
    setWanted(allowed);
    setError(undefined);
    setSaid('');
    try {
      const isNow = await setPermission(allowed);
      setAllowed(isNow);
      setSaid(isNow ? 'Advisers may read your plan now.' : 'Advisers cannot read your plan any more.');
    } catch (thrown) {
      setError(asApiError(thrown));
    }
    setWanted(undefined);
  }

  return (
    <section aria-labelledby={`${id}-title`} className="sharing card flex flex-col gap-4">
      <div className="flex items-start justify-between gap-6">
        <div className="flex min-w-0 flex-col gap-1">
          <h2 id={`${id}-title`} className="text-lead font-semibold">
            <label htmlFor={id}>Let advisers read this plan</label>
          </h2>
          <p id={`${id}-note`} className="text-label text-pretty text-muted">
            They look it up by your username and see the saved figures. They can never change them, and as soon as you
            switch this off, they see nothing any more.
          </p>
        </div>
        <input
          id={id}
          type="checkbox"
          className="switch"
          checked={wanted ?? isAllowed}
          onChange={(event) => void change(event.target.checked)}
          aria-describedby={`${id}-note`}
          aria-busy={isBusy || undefined}
        />
      </div>
      {error !== undefined && <ErrorAlert error={error} showId />}
      <output className="text-label text-muted empty:sr-only">{said}</output>
    </section>
  );
}
