import { heedSignals } from '../../src/boot/signals.js';

heedSignals(0);
const [{ serve }, { demo }] = await Promise.all([import('../../src/index.js'), import('./demo-service.js')]);
await serve(demo);
