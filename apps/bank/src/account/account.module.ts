import { Module } from '@nestjs/common';
import { PasswordsModule } from '../passwords/passwords.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { UsersModule } from '../users/users.module.js';
import { PasswordChangeController } from './password-change.controller.js';
import { PasswordChangeService } from './password-change.service.js';
import { PasswordPageController } from './password-page.controller.js';
import { RegisterController } from './register.controller.js';
import { RegisterService } from './register.service.js';

@Module({
  imports: [PasswordsModule, SessionsModule, ThrottleModule, UsersModule],
  controllers: [RegisterController, PasswordChangeController, PasswordPageController],
  providers: [RegisterService, PasswordChangeService],
})
export class AccountModule {}
