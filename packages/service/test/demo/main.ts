import { serve } from '../../src/index.js';
import { demo } from './demo.service.js';

await serve(demo);
