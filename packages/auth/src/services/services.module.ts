import { Module } from '@nestjs/common';
import { ServicesClient } from './services.client.js';
import { ServicesController } from './services.controller.js';
import { ServicesJob } from './services.job.js';
import { ServicesRepository } from './services.repository.js';
import { ServicesService } from './services.service.js';

/** `GET /api/services` of a service that only verifies; `AuthModule.forService` brings it along. */
@Module({
  controllers: [ServicesController],
  providers: [ServicesClient, ServicesJob, ServicesRepository, ServicesService],
})
export class ServicesModule {}
