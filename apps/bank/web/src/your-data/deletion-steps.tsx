const STEPS = [
  { when: 'At once', what: 'You are logged out everywhere, on this and all your other devices.' },
  {
    when: 'For 7 days',
    what: 'Everything is still there. Just log in, and we keep your account.',
  },
  {
    when: 'After that',
    what: 'The bank deletes your account, your sessions and your roles, and tells every service to delete what it holds about you. Nobody can undo this. The record of events on your account stays until each of them expires, as every record does.',
  },
] as const;

/** What happens, and when, once somebody has asked for the account to be deleted. */
export function DeletionSteps() {
  return (
    <dl className="flex flex-col gap-4">
      {STEPS.map(({ when, what }) => (
        <div key={when} className="grid grid-cols-1 gap-x-6 gap-y-1 sm:grid-cols-[7rem_minmax(0,1fr)]">
          <dt className="font-semibold">{when}</dt>
          <dd className="text-pretty text-muted">{what}</dd>
        </div>
      ))}
    </dl>
  );
}
