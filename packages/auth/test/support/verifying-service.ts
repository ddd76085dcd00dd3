import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { defineConfig, serviceSettings, type ConfigDefinition, type ServiceDefinition } from '@latchkey/service';
import { startService, testDatabase, type ServiceUnderTest, type TestDatabase } from '@latchkey/testing';
import {
  AuthModule,
  authErrors,
  authSettings,
  Caller,
  replicaTables,
  Roles,
  Sensitive,
  verifierSettings,
  verifierTables,
} from '../../src/index.js';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';

@Controller('api')
class Doors {
  @Post('write')
  write(@Caller() { sub }: AccessTokenClaims): object {
    return { sub };
  }

  @Get('advice')
  @Roles('adviser', 'auditor')
  advice(@Caller() { sub }: AccessTokenClaims): object {
    return { sub };
  }

  @Post('sensitive')
  @Sensitive()
  sensitive(@Caller() { sub }: AccessTokenClaims): object {
    return { sub };
  }
}

// All that a third service of the deployment needs.
@Module({ imports: [AuthModule.forService({ audience: 'retirement' })], controllers: [Doors] })
class VerifyingModule {}

const config = defineConfig({ ...serviceSettings, ...authSettings, ...verifierSettings }, (values) =>
  authErrors(values, { holdsPrivateKeys: false }),
);
type Config = typeof config extends ConfigDefinition<infer C> ? C : never;

export const verifying: ServiceDefinition<Config> = {
  id: 'verifying',
  name: 'Verifying',
  config,
  module: () => VerifyingModule,
  entities: [...replicaTables.entities, ...verifierTables.entities],
  migrations: [...replicaTables.migrations, ...verifierTables.migrations],
};

export type Verifying = ServiceUnderTest<Config>;

export const database = (): Promise<TestDatabase> => testDatabase(verifying);

/** A service that only verifies, and reaches the bank at the given address. */
export const start = (bankUrl: string, own: TestDatabase, env: NodeJS.ProcessEnv = {}): Promise<Verifying> =>
  startService(verifying, { database: own, env: { BANK_URL: bankUrl, ...env } });

/** Status and code of an answer. */
export async function call(service: Verifying, what: string, token: string): Promise<string> {
  const [method, path] = what.split(' ') as ['GET', string];
  const request = service.request[method.toLowerCase() as 'get'](path).set('authorization', `Bearer ${token}`);
  const { status, body } = await request;
  return body.code === undefined ? `${status}` : `${status} ${body.code}`;
}

/** Waits until the answer is as expected, for a minute; answers the last one. */
export async function until<T>(read: () => Promise<T> | T, done: (value: T) => boolean): Promise<T> {
  const end = performance.now() + 60_000;
  for (;;) {
    const value = await read();
    if (done(value) || performance.now() > end) return value;
    await sleep(10);
  }
}

/** One figure of `/metrics`. */
export async function figure(service: Verifying, name: string): Promise<number> {
  const { text } = await service.request.get('/metrics');
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? 0 : Number(line.slice(name.length + 1).replace('+Inf', 'Infinity'));
}

export interface FeedHealth {
  readonly feedAge: number | null;
  readonly rightsAge: number | null;
  readonly living: number;
  readonly rights: number;
  readonly deletedTo: number;
  readonly lastFault: string | null;
  readonly futureAnswers: number;
}

/** What readiness says of the feed; the service is ready whatever that is. */
export async function health(service: Verifying): Promise<FeedHealth> {
  const { body, status } = await service.request.get('/health/ready');
  if (status !== 200) throw new Error(`not ready: ${JSON.stringify(body)}`);
  return body.checks.revocations.detail;
}
