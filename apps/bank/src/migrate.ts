import { heedSignals } from '@latchkey/service/signals';

heedSignals();
const [{ migrate }, { bank }] = await Promise.all([import('@latchkey/service'), import('./bank.module.js')]);
await migrate(bank);
