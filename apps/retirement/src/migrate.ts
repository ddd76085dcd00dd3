import { heedSignals } from '@latchkey/service/signals';

heedSignals();
const [{ migrate }, { retirement }] = await Promise.all([
  import('@latchkey/service'),
  import('./retirement.module.js'),
]);
await migrate(retirement);
