import { Module } from '@nestjs/common';
import { PasswordsModule } from '../passwords/passwords.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { UsersModule } from '../users/users.module.js';
import { AccountDeletionJob } from './account-deletion.job.js';
import { AccountDeletionRepository } from './account-deletion.repository.js';
import { AccountDeletionService } from './account-deletion.service.js';
import { DataExportController } from './data-export.controller.js';
import { DataExportRepository } from './data-export.repository.js';
import { DataExportService } from './data-export.service.js';
import { DeletionRequestController } from './deletion-request.controller.js';
import { DeletionRequestService } from './deletion-request.service.js';
import { PasswordChangeController } from './password-change.controller.js';
import { PasswordChangeService } from './password-change.service.js';
import { PasswordPageController } from './password-page.controller.js';
import { PasswordProofService } from './password-proof.service.js';
import { RegisterController } from './register.controller.js';
import { RegisterService } from './register.service.js';

@Module({
  imports: [PasswordsModule, SessionsModule, ThrottleModule, UsersModule],
  controllers: [
    RegisterController,
    PasswordChangeController,
    PasswordPageController,
    DataExportController,
    DeletionRequestController,
  ],
  providers: [
    RegisterService,
    PasswordProofService,
    PasswordChangeService,
    DataExportRepository,
    DataExportService,
    DeletionRequestService,
    AccountDeletionRepository,
    AccountDeletionService,
    AccountDeletionJob,
  ],
})
export class AccountModule {}
