import 'reflect-metadata';
import { Controller, Get, Post } from '@nestjs/common';
import { Roles } from '@latchkey/auth';
import { Operation } from '@latchkey/service';
import { expect, test } from '@jest/globals';
import { operationOf } from '../src/document/operation.js';
import { routesOf } from '../src/document/routes.js';

@Controller('desk')
@Roles('support')
class Desk {
  @Operation({ topic: 'Desk', summary: 'Look' })
  @Get()
  look(): void {}

  @Operation({ topic: 'Desk', summary: 'Advise' })
  @Post('advice')
  @Roles('adviser', 'auditor')
  advise(): void {}
}

@Controller('open')
class Open {
  @Operation({ topic: 'Desk', summary: 'Read' })
  @Get()
  read(): void {}
}

const of = (...controllers: Parameters<typeof routesOf>[0]) =>
  routesOf(controllers).map((route) => operationOf(route, new Map()));

test('a route that needs a role says which, and how the lack of it is answered', () => {
  const [look, advise] = of(Desk);
  expect(look!.description).toContain('Needs the role `support`; else `role_missing`.');
  expect(advise!.description).toContain('Needs the role `adviser` or `auditor`; else `role_missing`.');
  for (const operation of [look, advise]) {
    const { description, headers } = operation!.responses['403']!;
    expect(description).toContain('`role_missing`');
    expect(headers!['WWW-Authenticate']!.description).toContain('insufficient_scope');
  }
});

test('one that needs none says nothing of roles', () => {
  const [read] = of(Open);
  expect(JSON.stringify(read)).not.toContain('role');
});
