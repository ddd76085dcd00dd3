import { Controller, Post } from '@nestjs/common';
import { Caller, Roles, Sensitive } from '@latchkey/auth';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { JsonBody, Operation, Returns } from '@latchkey/service';
import type { Client } from '../client/client.contract.js';
import { FromClient } from '../client/client.decorator.js';
import {
  changeAnswer,
  endSessionsAnswer,
  endSessionsBody,
  lookAnswer,
  lookBody,
  personBody,
  SUPPORT,
  type ChangeAnswer,
  type EndSessionsAnswer,
  type EndSessionsBody,
  type LookAnswer,
  type LookBody,
  type PersonBody,
} from './support.contract.js';
import { ownAccount, personHasNoSuchSession, personNotFound, supportAccount } from './support.errors.js';
import { SupportService } from './support.service.js';

const topic = 'Support desk';
const errors = () => [personNotFound(), ownAccount(), supportAccount()];

@Controller('api/support')
export class SupportController {
  constructor(private readonly support: SupportService) {}

  @Operation({
    topic,
    summary: 'Look at an account',
    description:
      'State, active sessions and newest events of a person. The look is on their record, with its reason; a refused one is on that of who asked.',
    errors,
  })
  @Roles(SUPPORT)
  @Sensitive()
  @Post('look')
  @Returns(lookAnswer)
  look(
    @JsonBody(lookBody) body: LookBody,
    @Caller() caller: AccessTokenClaims,
    @FromClient() client: Client,
  ): Promise<LookAnswer> {
    return this.support.look(body, caller, client);
  }

  @Operation({
    topic,
    summary: 'End sessions of a person',
    description: 'One session, or all. In force at every service within a second; the person may log in again.',
    errors: () => [...errors(), personHasNoSuchSession()],
  })
  @Roles(SUPPORT)
  @Sensitive()
  @Post('end-sessions')
  @Returns(endSessionsAnswer)
  endSessions(
    @JsonBody(endSessionsBody) body: EndSessionsBody,
    @Caller() caller: AccessTokenClaims,
    @FromClient() client: Client,
  ): Promise<EndSessionsAnswer> {
    return this.support.endSessions(body, caller, client);
  }

  @Operation({
    topic,
    summary: 'Disable an account',
    description:
      'Ends all sessions of the person, and refuses their logins. In force at every service within a second.',
    errors,
  })
  @Roles(SUPPORT)
  @Sensitive()
  @Post('disable')
  @Returns(changeAnswer)
  disable(
    @JsonBody(personBody) body: PersonBody,
    @Caller() caller: AccessTokenClaims,
    @FromClient() client: Client,
  ): Promise<ChangeAnswer> {
    return this.support.disable(body, caller, client);
  }

  @Operation({
    topic,
    summary: 'Enable an account',
    description:
      'Lets a person log in again who was disabled, or at whose account strangers tried passwords. Where they had asked for the deletion of the account, its 7 days begin anew.',
    errors,
  })
  @Roles(SUPPORT)
  @Sensitive()
  @Post('enable')
  @Returns(changeAnswer)
  enable(
    @JsonBody(personBody) body: PersonBody,
    @Caller() caller: AccessTokenClaims,
    @FromClient() client: Client,
  ): Promise<ChangeAnswer> {
    return this.support.enable(body, caller, client);
  }
}
