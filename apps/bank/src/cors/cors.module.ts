import { Module } from '@nestjs/common';
import { HouseCorsService } from './house-cors.service.js';

@Module({ providers: [HouseCorsService] })
export class CorsModule {}
