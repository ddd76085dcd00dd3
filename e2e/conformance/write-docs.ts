import { writeFileSync } from 'node:fs';
import { PAGE, pageAsItMustBe } from './probe-table.js';

writeFileSync(PAGE, pageAsItMustBe());
