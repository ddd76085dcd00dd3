import { migrate } from '@latchkey/service';
import { bank } from './bank.module.js';

await migrate(bank);
