import { writeFileSync } from 'node:fs';
import { PAGE, pageAsItMustBe } from './probe-table.ts';
import { PLACES, placesAsTheyMustBe } from './rule-places.ts';

writeFileSync(PLACES, placesAsTheyMustBe());
writeFileSync(PAGE, pageAsItMustBe());
