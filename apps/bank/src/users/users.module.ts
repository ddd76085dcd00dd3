import { Module } from '@nestjs/common';
import { PasswordsModule } from '../passwords/passwords.module.js';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { RegisterController } from './register.controller.js';
import { UserRepository } from './user.repository.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [PasswordsModule, ThrottleModule],
  controllers: [RegisterController],
  providers: [UsersService, UserRepository],
  exports: [UsersService],
})
export class UsersModule {}
