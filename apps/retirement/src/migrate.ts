import 'reflect-metadata';
import { migrate } from '@latchkey/service';
import { retirement } from './retirement.module.js';

await migrate(retirement);
