import { heedSignals } from '@latchkey/service/signals';

heedSignals();
const [{ migrate }, { pension }] = await Promise.all([import('@latchkey/service'), import('./pension.module.js')]);
await migrate(pension);
