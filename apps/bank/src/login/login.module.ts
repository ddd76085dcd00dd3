import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { UsersModule } from '../users/users.module.js';
import { LoginController } from './login.controller.js';
import { LoginPageController } from './login-page.controller.js';
import { LoginPageService } from './login-page.service.js';
import { LoginService } from './login.service.js';
import { RenewPageController } from './renew-page.controller.js';

@Module({
  imports: [ThrottleModule, UsersModule, SessionsModule, TokensModule],
  controllers: [LoginController, LoginPageController, RenewPageController],
  providers: [LoginService, LoginPageService],
})
export class LoginModule {}
