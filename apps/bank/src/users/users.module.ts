import { Module } from '@nestjs/common';
import { PasswordsModule } from '../passwords/passwords.module.js';
import { CredentialsService } from './credentials.service.js';
import { UserRepository } from './user.repository.js';

@Module({
  imports: [PasswordsModule],
  providers: [UserRepository, CredentialsService],
  exports: [UserRepository, CredentialsService],
})
export class UsersModule {}
