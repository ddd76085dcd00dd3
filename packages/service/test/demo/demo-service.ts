import {
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpException,
  Inject,
  Logger,
  Module,
  Param,
  Post,
  Put,
  Req,
  Res,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  Returns,
  AppError,
  ClientAddress,
  CONFIG,
  Database,
  defineConfig,
  JsonBody,
  observeToTheEnd,
  OpsOnly,
  Public,
  serviceSettings,
  setting,
} from '../../src/index.js';
import { Notes1700000000000 } from './demo.migration.js';
import type { ConfigOf, ServiceDefinition } from '../../src/index.js';

const settings = {
  ...serviceSettings,
  GREETING: setting.text({ describe: 'How to greet.', default: 'hello', max: 20 }),
  BANK_URL: setting.url({ describe: 'Where the bank is.', optional: true }),
};

/** The configuration of the demo service. */
export const demoConfig = defineConfig(settings);
export type DemoConfig = ConfigOf<typeof settings>;

const noteBody = z.strictObject({
  title: z.string().min(1).max(20),
  tags: z.array(z.string().max(5)).max(3).optional(),
});
const noteAnswer = z.object({ title: z.string(), count: z.number(), when: z.string().nullable() });

@Controller('api')
class DemoController {
  private readonly log = new Logger('Demo');

  constructor(
    @Inject(CONFIG) private readonly config: DemoConfig,
    private readonly database: Database,
  ) {}

  @Get('hello')
  @Returns(z.object({ greeting: z.string(), address: z.string() }))
  hello(@ClientAddress() address: string): object {
    return { greeting: this.config.GREETING, address, secret: 'never' };
  }

  @Get('who')
  who(@Req() request: { verified?: object }): object {
    request.verified = { claims: { sub: 'user-1' } };
    return { ok: true };
  }

  @Get('stream/:how')
  stream(@Param('how') how: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    observeToTheEnd(request, reply);
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
    reply.raw.write('data: 1\n\n');
    if (how === 'short') reply.raw.end();
  }

  @Get('log-secrets')
  logSecrets(): object {
    const headers = { authorization: 'hunter2', cookie: 'hunter2', 'set-cookie': 'hunter2' };
    this.log.log({ msg: 'secrets', password: 'hunter2', token: 'hunter2', headers, body: { password: 'hunter2' } });
    this.log.log('a message with\n{"level":"fatal"}');
    return {};
  }

  @Post('notes')
  @Public()
  @Returns(noteAnswer, 201)
  note(@JsonBody(noteBody) body: z.infer<typeof noteBody>): object {
    return { title: body.title, count: body.tags?.length ?? 0, when: null, hidden: 'never' };
  }

  @Put('notes/:id')
  replace(@Param('id') id: string, @JsonBody(noteBody) body: object): object {
    return { id, body };
  }

  @Post('bodyless')
  @HttpCode(204)
  changeNothing(): void {}

  @Delete('bodyless')
  @HttpCode(204)
  removeNothing(): void {}

  @Get('fail/:how')
  fail(@Param('how') how: string): never {
    if (how === 'app') {
      throw new AppError({
        code: 'insufficient_funds',
        status: 409,
        detail: 'The balance is too low.',
        reason: 'balance',
        cause: 'private',
      });
    }
    if (how === 'token')
      throw new AppError({
        code: 'token_expired',
        status: 401,
        challenge: 'invalid_token',
        detail: 'Expired.',
        reason: 'exp',
      });
    if (how === 'no-token') throw new AppError({ code: 'token_missing', status: 401, detail: 'No token.' });
    if (how === 'nest') throw new HttpException('SELECT password FROM user', 418);
    throw new Error('SELECT secret FROM table at /srv/private/path.ts');
  }

  @Get('sleep/:seconds')
  async sleep(@Param('seconds') seconds: string): Promise<object> {
    await this.database.query('SELECT pg_sleep($1)', [Number(seconds)]);
    return { slept: Number(seconds) };
  }

  @Get('id/:text')
  id(@Param('text') text: string): Promise<object> {
    return this.database.query('SELECT $1::uuid AS id', [text]);
  }

  @Get('ops')
  @OpsOnly()
  ops(): object {
    return { ops: true };
  }
}

@Module({ controllers: [DemoController] })
class DemoModule {}

/** A small service with one route for each thing that the tests look at. */
export const demo: ServiceDefinition<DemoConfig> = {
  id: 'demo',
  name: 'Demo',
  config: demoConfig,
  module: () => DemoModule,
  entities: [],
  migrations: [Notes1700000000000],
  site: new URL('./site/', import.meta.url),
  siteFacts: ({ GREETING }) => ({ greeting: GREETING }),
  siteConnects: () => ['https://bank.example.com'],
};
