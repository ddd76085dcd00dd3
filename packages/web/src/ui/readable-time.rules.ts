/**
 * Formats a moment: `today at 12:36`, `yesterday at 12:36`, `3 March at 12:36`; of another year with the year.
 *
 * @param locale - for the date and the clock; the browser's own if left out
 */
export function readableMoment(locale?: string): (moment: Date, now: Date) => string {
  const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' });
  const dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });

  function date(moment: Date, now: Date): string {
    const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
    if (isSameDay(moment, now)) return 'today';
    if (isSameDay(moment, yesterday)) return 'yesterday';
    return (moment.getFullYear() === now.getFullYear() ? day : dayOfYear).format(moment);
  }

  return (moment, now) => `${date(moment, now)} at ${clock.format(moment)}`;
}

function isSameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString();
}
