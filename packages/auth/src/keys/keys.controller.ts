import { Controller, Get, Inject } from '@nestjs/common';
import { Answers, OpsOnly } from '@latchkey/service';
import { keyReport, type KeyReport } from '../contract/key-report.contract.js';
import { ReplicasRepository } from './replicas.repository.js';

/** Injection token of the service's id in the registry. */
export const AUDIENCE = Symbol('audience');

/** Tells operators, and the command that rotates keys, what every replica of this service verifies with. */
@Controller('internal')
export class KeysController {
  constructor(
    private readonly replicas: ReplicasRepository,
    @Inject(AUDIENCE) private readonly service: string,
  ) {}

  @Get('keys')
  @OpsOnly()
  @Answers(keyReport)
  async report(): Promise<KeyReport> {
    return { service: this.service, replicas: await this.replicas.seen() };
  }
}
