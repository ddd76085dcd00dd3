import { heedSignals } from '@latchkey/service/signals';

heedSignals(0);
const [{ serve }, { sampleService }] = await Promise.all([import('@latchkey/service'), import('./sample.module.js')]);
await serve(sampleService);
