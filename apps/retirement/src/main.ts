import 'reflect-metadata';
import { serve } from '@latchkey/service';
import { retirement } from './retirement.module.js';

await serve(retirement);
