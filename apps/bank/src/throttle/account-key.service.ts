import { hash } from 'node:crypto';
import { foldUsername } from '../users/username.rules.js';

/** Stands for an account in counts: fixed in length, and no record of what somebody typed into the wrong field. */
export function accountKey(typed: string): string {
  return hash('sha256', foldUsername(typed) ?? typed, 'base64url');
}
