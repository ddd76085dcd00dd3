import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { JwksController } from './jwks.controller.js';
import { RefreshTokensService } from './refresh-tokens.service.js';
import { TokensService } from './tokens.service.js';

@Module({
  // No key here: each token is signed with what the ring holds at that moment.
  imports: [JwtModule.register({})],
  controllers: [JwksController],
  providers: [TokensService, RefreshTokensService],
  exports: [TokensService, RefreshTokensService],
})
export class TokensModule {}
