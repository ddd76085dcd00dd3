import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { DeliveryVerifier, KeyRing } from '@latchkey/verifier';
import { checked, deliveryInvalid, issuerOf, Public, sessionEnded } from '@latchkey/auth';
import { deliveryBody, type DeliveryBody } from '@latchkey/verifier/contract';
import { CONFIG, JsonBody, Operation } from '@latchkey/service';
import type { BankConfig } from '../bank.config.js';
import { RegistryService } from '../registry/registry.service.js';
import type { Client } from '../client/client.contract.js';
import { FromClient } from '../client/client.decorator.js';
import { ActiveSessionsService } from './active-sessions.service.js';

/** Hears of logouts that people made at another service, from that service. */
@Controller('api/logout/delivered')
export class LogoutDeliveryController {
  readonly #verifier: DeliveryVerifier;

  constructor(
    private readonly sessions: ActiveSessionsService,
    private readonly registry: RegistryService,
    ring: KeyRing,
    @Inject(CONFIG) config: BankConfig,
  ) {
    this.#verifier = new DeliveryVerifier(ring, issuerOf(config), registry.delivering);
  }

  @Operation({
    topic: 'Login',
    summary: 'Tell of a logout at another service',
    description:
      'A service tells of a logout by a proof that it signs with its own key: the registry names it, or it is made of the secret that both share. So no service keeps the token of a person for that. It may come late, and twice.',
    success: 'The session is over; with `everywhere` all others of the person too.',
    errors: () => [deliveryInvalid('signature'), sessionEnded()],
  })
  /** Public for the guard: the proof is in the body, and the person is not here. */
  @Public()
  @Post()
  @HttpCode(204)
  async delivered(@JsonBody(deliveryBody) { proof }: DeliveryBody, @FromClient() client: Client): Promise<void> {
    const { iss, sid, sub, everywhere } = checked(() => this.#verifier.verify(proof));
    const from = { ...client, service: this.registry.nameOf(iss) };
    await (everywhere ? this.sessions.logoutEverywhere({ sid, sub }, from) : this.sessions.logout({ sid, sub }, from));
  }
}
