// node dist/role-check-service.js: a service of two routes that differ in one thing, the role that the second asks for. The
// bench starts it in the environment and on the database of a service that verifies.
import { heedSignals } from '@latchkey/service/signals';
import { Controller, Get, Module } from '@nestjs/common';
import {
  authErrors,
  AuthModule,
  authSettings,
  Caller,
  replicaTables,
  Roles,
  verifierSettings,
  verifierTables,
} from '@latchkey/auth';
import { defineConfig, Returns, serve, serviceSettings } from '@latchkey/service';
import { meAnswer, rolesOf, type AccessTokenClaims, type MeAnswer } from '@latchkey/verifier/contract';

heedSignals(0);

function answerTo(caller: AccessTokenClaims): MeAnswer {
  const { sub, preferred_username: username, sid, auth_time, iat, exp } = caller;
  return { sub, username, roles: [...rolesOf(caller)], sid, auth_time, iat, exp };
}

@Controller('api/routes')
class RoutesController {
  @Get('open')
  @Returns(meAnswer)
  open(@Caller() caller: AccessTokenClaims): MeAnswer {
    return answerTo(caller);
  }

  @Get('role')
  @Roles('adviser')
  @Returns(meAnswer)
  role(@Caller() caller: AccessTokenClaims): MeAnswer {
    return answerTo(caller);
  }
}

@Module({ imports: [AuthModule.forService({ audience: 'retirement' })], controllers: [RoutesController] })
class RoleCheckModule {}

await serve({
  id: 'retirement',
  name: 'Role check',
  config: defineConfig({ ...serviceSettings, ...authSettings, ...verifierSettings }, (values) =>
    authErrors(values, { holdsPrivateKeys: false }),
  ),
  module: () => RoleCheckModule,
  entities: [...replicaTables.entities, ...verifierTables.entities],
  migrations: [...replicaTables.migrations, ...verifierTables.migrations],
});
