import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@latchkey/service';
import { refreshSecrets, type RefreshConfig } from '../tokens/refresh-secret.config.js';
import { DEVICE_DAYS, deviceCookie, readDevices, writeDevices, type DeviceEntry } from './device-cookie.rules.js';

/** The account that a device is known to; a new password makes all its devices unknown. */
export interface DeviceOwner {
  readonly id: string;
  readonly passwordVersion: number;
}

const LABEL = 'latchkey device cookie 1';
const DAY_MS = 86_400_000;

/** Makes and proves device cookies, with keys derived from REFRESH_SECRET: the first signs, all are accepted. */
@Injectable()
export class KnownDevicesService {
  readonly #keys: readonly Buffer[];

  constructor(@Inject(CONFIG) config: RefreshConfig) {
    this.#keys = refreshSecrets(config).map((secret) => Buffer.from(hkdfSync('sha256', secret, '', LABEL, 32)));
  }

  /** The device that this cookie proves for this account, if any. */
  prove(text: string | undefined, owner: DeviceOwner): string | undefined {
    return readDevices(text).find((entry) => this.#isOf(entry, owner))?.id;
  }

  /** `Set-Cookie` value after a right login: this account's entry made new, those of others as they were. */
  renew(text: string | undefined, before: DeviceOwner, now: DeviceOwner = before): string {
    const entries = readDevices(text);
    const known = entries.find((entry) => this.#isOf(entry, before));
    const id = known?.id ?? randomBytes(16).toString('base64url');
    const day = today();
    const own = { day, id, mac: macOf(this.#keys[0]!, day, id, now) };
    return deviceCookie(writeDevices([own, ...entries.filter((entry) => entry !== known)]));
  }

  #isOf({ day, id, mac }: DeviceEntry, owner: DeviceOwner): boolean {
    if (day > today() + 1 || day + DEVICE_DAYS < today()) return false;
    const sent = Buffer.from(mac);
    return this.#keys.some((key) => timingSafeEqual(Buffer.from(macOf(key, day, id, owner)), sent));
  }
}

function macOf(key: Buffer, day: number, id: string, owner: DeviceOwner): string {
  return createHmac('sha256', key).update(`${day}|${id}|${owner.id}|${owner.passwordVersion}`).digest('base64url');
}

function today(): number {
  return Math.floor(Date.now() / DAY_MS);
}
