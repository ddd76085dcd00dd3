import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@latchkey/service';
import type { BankConfig } from '../bank.config.js';
import { RegistryService } from '../registry/registry.service.js';
import { CommonPasswordsService } from './common-passwords.service.js';
import { isPredictable, judgedCharacters } from './password-units.rules.js';
import { isMadeOf, wordsIn } from './password-words.rules.js';
import {
  passwordIsServiceName,
  passwordIsUsername,
  passwordPredictable,
  passwordTooCommon,
} from './passwords.errors.js';

/** Decides whether a password may be chosen. Anyone who has one that would no longer be taken may go on using it. */
@Injectable()
export class PasswordPolicyService {
  readonly #names: readonly string[];

  constructor(
    private readonly common: CommonPasswordsService,
    { services }: RegistryService,
    @Inject(CONFIG) { PUBLIC_URL, SSO_ISSUER }: BankConfig,
  ) {
    const hosts = [PUBLIC_URL, SSO_ISSUER, ...services.map(({ url }) => new URL(url))].map(({ hostname }) => hostname);
    this.#names = ['latchkey', ...hosts, ...services.flatMap(({ id, name }) => [id, name])].flatMap(wordsIn);
  }

  /** Refuses a password that is guessed early, with the reason; `pointer` is where it stands in the body. */
  require(password: string, username: string, pointer = '/password'): void {
    const text = judgedCharacters(password);
    const own = wordsIn(username);
    if (isMadeOf(text, own)) throw passwordIsUsername(pointer);
    if (isPredictable(text)) throw passwordPredictable(pointer);
    if (this.common.has(text)) throw passwordTooCommon(pointer);
    if (isMadeOf(text, [...this.#names, ...own])) throw passwordIsServiceName(pointer);
  }
}
