import { heedSignals } from '@latchkey/service/signals';

heedSignals(0);
const [{ serve }, { retirement }] = await Promise.all([import('@latchkey/service'), import('./retirement.module.js')]);
await serve(retirement);
