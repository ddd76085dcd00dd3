import { serve } from '@latchkey/service';
import { bank } from './bank.module.js';

await serve(bank);
