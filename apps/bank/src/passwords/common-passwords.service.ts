import { Injectable } from '@nestjs/common';
import list from './common-passwords.json' with { type: 'json' };
import words from './common-words.json' with { type: 'json' };
import { isCommon, listForms } from './password-words.rules.js';

/** The word for a password and the first greeting in languages that the lists lack. */
const ELSEWHERE =
  'пароль привет йцукен contraseña heslo hasło parola salasana lösenord wachtwoord adgangskode passord şifre jelszo κωδικος סיסמה كلمةالسر 비밀번호 パスワード 密码 密碼';

/** The passwords that guessers try first, however they are dressed up. */
@Injectable()
export class CommonPasswordsService {
  readonly #forms = new Set<string>();

  constructor() {
    const shorter = Object.values(words.words).flatMap((line) => line.split(' '));
    for (const word of [...list.passwords, ...shorter, ...ELSEWHERE.split(' ')]) {
      for (const form of listForms(word)) this.#forms.add(form);
    }
  }

  /** Whether the characters of a password are one of the list, but for digits, signs, spelling and repetition. */
  has(text: readonly string[]): boolean {
    return isCommon(text, (form) => this.#forms.has(form));
  }
}
