import { Module } from '@nestjs/common';
import { CommonPasswordsService } from './common-passwords.service.js';
import { PasswordPolicyService } from './password-policy.service.js';
import { PasswordsService } from './passwords.service.js';

@Module({
  providers: [PasswordsService, PasswordPolicyService, CommonPasswordsService],
  exports: [PasswordsService, PasswordPolicyService],
})
export class PasswordsModule {}
