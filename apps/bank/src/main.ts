import { heedSignals } from '@latchkey/service/signals';

heedSignals(0);
const [{ serve }, { bank }] = await Promise.all([import('@latchkey/service'), import('./bank.module.js')]);
await serve(bank);
