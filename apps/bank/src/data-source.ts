import { dataSourceOptions } from '@latchkey/service';
import { DataSource } from 'typeorm';
import { readBankConfig } from './bank.config.js';
import { bank } from './bank.module.js';

/** For TypeORM's command line: `typeorm -d build/data-source.js schema:log`. */
export default new DataSource(dataSourceOptions(bank, readBankConfig()));
