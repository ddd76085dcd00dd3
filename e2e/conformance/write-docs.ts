import { writeFileSync } from 'node:fs';
import { FIRST_TRY, firstTryPage, probeFirstTry } from './first-try.ts';
import { PAGE, pageAsItMustBe } from './probe-table.ts';
import { PLACES, placesAsTheyMustBe } from './rule-places.ts';

writeFileSync(PLACES, placesAsTheyMustBe());
writeFileSync(PAGE, pageAsItMustBe());
writeFileSync(FIRST_TRY, firstTryPage(await probeFirstTry()));
