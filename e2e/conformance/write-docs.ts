import { writeFileSync } from 'node:fs';
import { PAGE, pageAsItMustBe } from './probe-table.ts';

writeFileSync(PAGE, pageAsItMustBe());
