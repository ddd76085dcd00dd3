import { Module } from '@nestjs/common';
import { PasswordsModule } from '../passwords/passwords.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { CredentialsService } from './credentials.service.js';
import { PasswordChangeController } from '../account/password-change.controller.js';
import { PasswordChangeService } from '../account/password-change.service.js';
import { PasswordPageController } from '../account/password-page.controller.js';
import { RegisterController } from '../account/register.controller.js';
import { StoredHashesService } from './stored-hashes.service.js';
import { UserRepository } from './user.repository.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [PasswordsModule, SessionsModule, ThrottleModule],
  controllers: [RegisterController, PasswordChangeController, PasswordPageController],
  providers: [UsersService, UserRepository, CredentialsService, StoredHashesService, PasswordChangeService],
  exports: [UsersService],
})
export class UsersModule {}
