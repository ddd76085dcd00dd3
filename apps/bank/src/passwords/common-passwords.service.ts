import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import list from './common-passwords.json' with { type: 'json' };
import words from './common-words.json' with { type: 'json' };
import { isCommon, listForms } from './password-words.rules.js';

/** The word for a password and the first greeting in languages that the lists lack. */
const ELSEWHERE =
  'пароль привет йцукен contraseña heslo hasło parola salasana lösenord wachtwoord adgangskode passord şifre jelszo κωδικος סיסמה كلمةالسر 비밀번호 パスワード 密码 密碼';

/** So many words a turn, and so long between turns: a millisecond or two of work that no request notices. */
const WORDS_A_TURN = 500;
const TURN_MS = 20;

/** The passwords that guessers try first, however they are dressed up. */
@Injectable()
export class CommonPasswordsService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #forms = new Set<string>();
  readonly #words = [
    ...list.passwords,
    ...Object.values(words.words).flatMap((line) => line.split(' ')),
    ...ELSEWHERE.split(' '),
  ];
  #read = 0;
  #timer: NodeJS.Timeout | undefined;

  // All at once takes a tenth of a second, which a start can do without.
  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.#readOn(this.#read + WORDS_A_TURN), TURN_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  /** Whether the characters of a password are one of the list, but for digits, signs, spelling and repetition. */
  has(text: readonly string[]): boolean {
    this.#readOn(this.#words.length);
    return isCommon(text, (form) => this.#forms.has(form));
  }

  #readOn(end: number): void {
    for (const word of this.#words.slice(this.#read, end)) {
      for (const form of listForms(word)) this.#forms.add(form);
    }
    this.#read = Math.min(end, this.#words.length);
    if (this.#read === this.#words.length) clearInterval(this.#timer);
  }
}
