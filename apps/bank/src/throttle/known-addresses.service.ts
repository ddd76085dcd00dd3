import { Injectable } from '@nestjs/common';
import { addressKey } from '@latchkey/service';
import { KnownAddressRepository, type NamedUser } from './known-address.repository.js';

const KEPT_DAYS = 90;
const KEPT_PER_USER = 50;

/** From where each account has logged in. */
@Injectable()
export class KnownAddressesService {
  constructor(private readonly known: KnownAddressRepository) {}

  /** The user of this folded username, and whether they have logged in from this address key. */
  find(username: string, address: string): Promise<NamedUser | undefined> {
    return this.known.find(username, address);
  }

  /** From now on an attacker elsewhere cannot slow this account down from there. */
  remember(userId: string, address: string): Promise<void> {
    return this.known.remember(userId, addressKey(address));
  }

  /** Removes addresses that were not used for long, and the oldest of an account that has many. */
  removeOld(): Promise<number> {
    return this.known.removeOld(KEPT_DAYS, KEPT_PER_USER);
  }
}
