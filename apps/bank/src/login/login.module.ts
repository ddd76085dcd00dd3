import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { UsersModule } from '../users/users.module.js';
import { EntranceController } from './login-page.controller.js';
import { EntranceService } from './login-page.service.js';
import { LoginController } from './login.controller.js';
import { LoginService } from './login.service.js';

@Module({
  imports: [ThrottleModule, UsersModule, SessionsModule, TokensModule],
  controllers: [LoginController, EntranceController],
  providers: [LoginService, EntranceService],
})
export class LoginModule {}
