import { Controller, Post } from '@nestjs/common';
import { Public } from '@latchkey/auth';
import { Answers, JsonBody } from '@latchkey/service';
import type { Client } from '../sessions/client.contract.js';
import { FromClient } from '../sessions/client.decorator.js';
import { registerAnswer, registerBody, type RegisterAnswer, type RegisterBody } from './register.contract.js';
import { UsersService } from './users.service.js';

@Controller('api/register')
export class RegisterController {
  readonly #users: UsersService;

  constructor(users: UsersService) {
    this.#users = users;
  }

  @Public()
  @Post()
  @Answers(registerAnswer, 201)
  register(@JsonBody(registerBody) body: RegisterBody, @FromClient() client: Client): Promise<RegisterAnswer> {
    return this.#users.register(body, client);
  }
}
