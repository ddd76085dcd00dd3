import { algorithm } from './algorithm.js';
import { claims } from './claims.js';
import type { Family } from './forge.js';
import { header } from './header.js';
import { json } from './json.js';
import { signature } from './signature.js';
import { spelling } from './spelling.js';
import { times } from './times.js';

/** All bad tokens that take a shared secret to make, by what is wrong with them. */
export const families: Record<string, Family> = { algorithm, header, signature, spelling, json, claims, times };
