import { heedSignals } from '@latchkey/service/signals';

heedSignals(0);
const [{ serve }, { pension }] = await Promise.all([import('@latchkey/service'), import('./pension.module.js')]);
await serve(pension);
