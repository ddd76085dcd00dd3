import { migrate } from '../../src/index.js';
import { demo } from './demo.service.js';

await migrate(demo);
