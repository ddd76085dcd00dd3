import { Injectable } from '@nestjs/common';
import list from './common-passwords.json' with { type: 'json' };

/** The passwords that guessers try first, whatever the case of their letters. */
@Injectable()
export class CommonPasswordsService {
  readonly #passwords = new Set<string>(list.passwords);

  has(password: string): boolean {
    return this.#passwords.has(password.toLowerCase());
  }
}
