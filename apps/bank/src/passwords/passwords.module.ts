import { Module } from '@nestjs/common';
import { CommonPasswordsService } from './common-passwords.service.js';
import { PasswordsService } from './passwords.service.js';

@Module({
  providers: [PasswordsService, CommonPasswordsService],
  exports: [PasswordsService, CommonPasswordsService],
})
export class PasswordsModule {}
