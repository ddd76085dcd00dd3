import { readFileSync } from 'node:fs';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { isCommon, listForms } from './password-words.rules.js';

/** The word for a password and the first greeting in languages that the lists lack. */
const ELSEWHERE =
  'пароль привет йцукен contraseña heslo hasło parola salasana lösenord wachtwoord adgangskode passord şifre jelszo κωδικος סיסמה كلمةالسر 비밀번호 パスワード 密码 密碼';

/** So many words a turn, and so long between turns: a millisecond or two of work that no request notices. */
const WORDS_A_TURN = 500;
const TURN_MS = 20;
/** A start has other work. */
const FIRST_TURN_MS = 2_000;

/** The passwords that guessers try first, however they are dressed up. */
@Injectable()
export class CommonPasswordsService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #forms = new Set<string>();
  /** What of the lists is still to be read; nothing of them is in memory before. */
  #words: string[] | undefined;
  #timer: NodeJS.Timeout | undefined;

  onApplicationBootstrap(): void {
    this.#timer = setTimeout(() => this.#takeTurn(), FIRST_TURN_MS).unref();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.#timer);
  }

  /** Whether the characters of a password are one of the list, but for digits, signs, spelling and repetition. */
  has(text: readonly string[]): boolean {
    this.#readOn(Infinity);
    return isCommon(text, (form) => this.#forms.has(form));
  }

  // All at once takes a tenth of a second.
  #takeTurn(): void {
    if (this.#readOn(WORDS_A_TURN) > 0) this.#timer = setTimeout(() => this.#takeTurn(), TURN_MS).unref();
  }

  /** Answers how many words are left. */
  #readOn(count: number): number {
    this.#words ??= readWords();
    for (const word of this.#words.splice(0, count)) {
      for (const form of listForms(word)) this.#forms.add(form);
    }
    return this.#words.length;
  }
}

function readWords(): string[] {
  const { passwords } = readList<{ passwords: string[] }>('common-passwords.json');
  const { words } = readList<{ words: Record<string, string> }>('common-words.json');
  return [...passwords, ...[...Object.values(words), ELSEWHERE].flatMap((line) => line.split(' '))];
}

function readList<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as T;
}
