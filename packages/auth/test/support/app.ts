import 'reflect-metadata';
import {
  Catch,
  Controller,
  Get,
  Global,
  Module,
  Post,
  Req,
  SetMetadata,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ACCESS, AppError, CONFIG, Database, Metrics, Public, Readiness } from '@latchkey/service';
import type { FastifyReply, FastifyRequest, InjectOptions } from 'fastify';
import {
  AllowExpired,
  AllowRevoked,
  AllowSameSite,
  AuthModule,
  Caller,
  MaxStaleness,
  requireOwnOrigin,
  Roles,
  Sensitive,
  type AuthOptions,
} from '../../src/index.js';
import { RevokedSessions } from '@latchkey/verifier';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { TEST_ISSUER, TEST_SECRET } from '@latchkey/testing/tokens';

export const OWN = 'http://retirement.demo.localhost:3002';
export const BANK = 'http://bank.demo.localhost:3001';

@Controller()
class Doors {
  @Get('me')
  me(@Caller() caller: AccessTokenClaims): AccessTokenClaims {
    return caller;
  }

  @Post('me')
  change(@Caller() caller: AccessTokenClaims): AccessTokenClaims {
    return caller;
  }

  @Get('minute')
  @MaxStaleness(60)
  minute(@Caller() caller: AccessTokenClaims): AccessTokenClaims {
    return caller;
  }

  @Post('sensitive')
  @Sensitive()
  sensitive(@Caller() caller: AccessTokenClaims): AccessTokenClaims {
    return caller;
  }

  @Post('logout')
  @AllowExpired()
  @AllowSameSite()
  logout(@Caller() caller: AccessTokenClaims): AccessTokenClaims {
    return caller;
  }

  @Post('logout/everywhere')
  @AllowRevoked()
  everywhere(@Caller() caller: AccessTokenClaims): AccessTokenClaims {
    return caller;
  }

  @Get('open')
  @Public()
  open(): object {
    return {};
  }

  @Get('ops')
  @SetMetadata(ACCESS, 'ops')
  ops(): object {
    return {};
  }

  @Post('login')
  @Public()
  login(@Req() request: FastifyRequest): object {
    requireOwnOrigin(request);
    return {};
  }

  @Get('lost')
  @Public()
  lost(@Caller() caller: AccessTokenClaims): AccessTokenClaims {
    return caller;
  }
}

@Controller('desk')
@Roles('support')
class Desk {
  @Get()
  read(@Caller() caller: AccessTokenClaims): AccessTokenClaims {
    return caller;
  }

  @Post()
  @Sensitive()
  act(@Caller() caller: AccessTokenClaims): AccessTokenClaims {
    return caller;
  }

  @Get('advice')
  @Roles('adviser', 'auditor')
  advise(@Caller() caller: AccessTokenClaims): AccessTokenClaims {
    return caller;
  }
}

/** A bank whose sessions all live. */
export class NothingRevoked extends RevokedSessions {
  has(_sid: string): boolean {
    return false;
  }

  rightsOf(_sub: string): number | undefined {
    return undefined;
  }

  age(): number {
    return 0;
  }

  clockAhead(): number {
    return 0;
  }

  onNews(): void {}
}

// The service's own filter in short: what was refused on purpose, and what was not.
@Catch()
class Answers implements ExceptionFilter {
  catch(failure: unknown, host: ArgumentsHost): void {
    const error =
      failure instanceof AppError ? failure : { status: 500, code: 'internal_error', reason: String(failure) };
    const { status, code, reason } = error;
    void host.switchToHttp().getResponse<FastifyReply>().code(status).send({ code, reason });
  }
}

// What is tested here needs no database.
const away = {
  query: () => Promise.reject(new Error('there is no database')),
  listen: () => ({ close: () => Promise.resolve() }),
};

export interface AppUnderTest {
  readonly app: NestFastifyApplication;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  /** Status, then the code and reason of an error or the caller's `sub`. */
  ask(request: InjectOptions): Promise<string>;
}

/** @param revoked what the bank knows of revocations; for `isIssuer` */
export async function startApp(
  config: object = {},
  options: Partial<AuthOptions> = {},
  revoked?: RevokedSessions,
): Promise<AppUnderTest> {
  const values = {
    JWT_SECRET: TEST_SECRET,
    SSO_ISSUER: new URL(TEST_ISSUER),
    SSO_COOKIE_DOMAIN: 'demo.localhost',
    PUBLIC_URL: new URL(OWN),
    TOKEN_TTL: 900,
    SESSION_ABSOLUTE: 43_200,
    ...config,
  };
  const [readiness, metrics] = [new Readiness(), new Metrics()];
  const providers = [
    { provide: CONFIG, useValue: values },
    { provide: Readiness, useValue: readiness },
    { provide: Metrics, useValue: metrics },
    { provide: Database, useValue: away },
    { provide: RevokedSessions, useValue: revoked ?? new NothingRevoked() },
  ];
  @Global()
  @Module({ providers, exports: providers })
  class Foundation {}
  @Module({
    imports: [
      Foundation,
      AuthModule.forService({ audience: 'retirement', sameSiteOrigins: () => [BANK, OWN], ...options }),
    ],
    controllers: [Doors, Desk],
  })
  class Root {}
  const app = await NestFactory.create<NestFastifyApplication>(Root, new FastifyAdapter(), { logger: false });
  app.useGlobalFilters(new Answers());
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const ask = async (request: InjectOptions): Promise<string> => {
    const answer = await app.inject({ method: 'GET', url: '/me', ...request });
    const { code, reason, sub } = answer.json<{ code?: string; reason?: string; sub?: string }>();
    return [answer.statusCode, sub ?? code, code === reason ? undefined : reason]
      .filter((word) => word !== undefined)
      .join(' ');
  };
  return { app, readiness, metrics, ask };
}
