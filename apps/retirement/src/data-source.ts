import 'reflect-metadata';
import { dataSourceOptions, loadConfig } from '@latchkey/service';
import { DataSource } from 'typeorm';
import { environment, retirementConfig } from './retirement.config.js';
import { retirement } from './retirement.module.js';

export default new DataSource(dataSourceOptions(retirement, loadConfig(retirementConfig, environment)));
