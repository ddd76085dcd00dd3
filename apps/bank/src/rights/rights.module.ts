import { Module } from '@nestjs/common';
import { RightsRepository } from './rights.repository.js';

@Module({ providers: [RightsRepository], exports: [RightsRepository] })
export class RightsModule {}
