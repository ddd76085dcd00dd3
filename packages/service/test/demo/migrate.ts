import { heedSignals } from '../../src/boot/signals.js';

heedSignals();
const [{ migrate }, { demo }] = await Promise.all([import('../../src/index.js'), import('./demo-service.js')]);
await migrate(demo);
