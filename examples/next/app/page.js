import { callerOfPage } from '../lib/auth.js';
import { pensions } from '../lib/pensions.js';

export default async function Page() {
  const caller = await callerOfPage();
  const { monthlyMinor } = pensions.read(caller);
  return (
    <main>
      <h1>Pension</h1>
      <p>
        {caller.username} saves {(Number(monthlyMinor) / 100).toFixed(2)} a month.
      </p>
    </main>
  );
}
