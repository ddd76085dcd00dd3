// node dist/role-check-service.js: a service of routes that differ in one thing, the role that some ask for. The bench
// starts it in the environment and on the database of a service that verifies.
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
import { meAnswer, type AccessTokenClaims, type MeAnswer } from '@latchkey/verifier/contract';

heedSignals(0);

const answer = meAnswer.omit({ roles: true });
type Answer = Omit<MeAnswer, 'roles'>;

function answerTo({ sub, preferred_username: username, sid, auth_time, iat, exp }: AccessTokenClaims): Answer {
  return { sub, username, sid, auth_time, iat, exp };
}

/** Two of each kind, in an order that favours neither: a few percent hang on which route comes first. */
@Controller('api/routes')
class RoutesController {
  @Get('open/1')
  @Returns(answer)
  firstOpen(@Caller() caller: AccessTokenClaims): Answer {
    return answerTo(caller);
  }

  @Get('role/2')
  @Roles('adviser')
  @Returns(answer)
  firstWithRole(@Caller() caller: AccessTokenClaims): Answer {
    return answerTo(caller);
  }

  @Get('role/3')
  @Roles('adviser')
  @Returns(answer)
  secondWithRole(@Caller() caller: AccessTokenClaims): Answer {
    return answerTo(caller);
  }

  @Get('open/4')
  @Returns(answer)
  secondOpen(@Caller() caller: AccessTokenClaims): Answer {
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
