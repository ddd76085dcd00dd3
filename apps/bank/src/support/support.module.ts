import { Module } from '@nestjs/common';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { UsersModule } from '../users/users.module.js';
import { SupportController } from './support.controller.js';
import { SupportRepository } from './support.repository.js';
import { SupportService } from './support.service.js';

/** What people of the bank's support desk may do for others. */
@Module({
  imports: [ThrottleModule, UsersModule],
  controllers: [SupportController],
  providers: [SupportRepository, SupportService],
})
export class SupportModule {}
