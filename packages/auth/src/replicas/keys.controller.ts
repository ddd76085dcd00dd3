import { Controller, Get, Inject } from '@nestjs/common';
import { Returns, CONFIG, Operation, OpsOnly } from '@latchkey/service';
import type { AuthConfig } from '../config/auth.config.js';
import { keyReport, type KeyReport } from '@latchkey/verifier/contract';
import { ReplicasRepository } from './replicas.repository.js';

/** Injection token of the service's id in the registry. */
export const AUDIENCE = Symbol('audience');

/** Tells operators, and the command that rotates keys, what every replica of this service verifies with. */
@Controller('internal')
export class KeysController {
  constructor(
    private readonly replicas: ReplicasRepository,
    @Inject(AUDIENCE) private readonly service: string,
    @Inject(CONFIG) private readonly config: AuthConfig,
  ) {}

  @Operation({
    topic: 'Operations',
    summary: 'Tell which keys each replica verifies with',
    description: 'Thumbprints, never keys. The command that rotates keys asks here before each step.',
  })
  @Get('keys')
  @OpsOnly()
  @Returns(keyReport)
  async report(): Promise<KeyReport> {
    return { service: this.service, tokenTtl: this.config.TOKEN_TTL, replicas: await this.replicas.seen() };
  }
}
