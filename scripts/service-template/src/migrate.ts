import { heedSignals } from '@latchkey/service/signals';

heedSignals();
const [{ migrate }, { sampleService }] = await Promise.all([import('@latchkey/service'), import('./sample.module.js')]);
await migrate(sampleService);
