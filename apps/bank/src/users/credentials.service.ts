import { Injectable } from '@nestjs/common';
import type { HashPlace } from '../passwords/fair-order.rules.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import { StoredHashesService } from './stored-hashes.service.js';
import { UserRepository, type StoredUser } from './user.repository.js';

/** Decides whether a password is somebody's, and keeps their hash as new ones are made. */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordsService,
    private readonly stored: StoredHashesService,
  ) {}

  /** Whether this is the password of the user; without a user it is not, after the same work. */
  async areRight(user: StoredUser | undefined, password: string, place: HashPlace): Promise<boolean> {
    const verdict = await this.passwords.verify(
      { password, hash: user?.passwordHash },
      await this.stored.known(),
      place,
    );
    // Not before the answer: how long that takes would tell how old the hash is.
    if (user !== undefined && verdict === 'outdated') void this.#replaceHash(user, password, place);
    return verdict !== 'wrong';
  }

  async #replaceHash({ id, passwordHash }: StoredUser, password: string, place: HashPlace): Promise<void> {
    try {
      await this.users.replaceHash(id, passwordHash, await this.passwords.hash(password, place));
    } catch {
      // The login was right all the same; the next one tries again.
    }
  }
}
