import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { Strategy } from 'passport-jwt';
import { AppError } from '@latchkey/service';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { tokenInvalid, TokenVerifier } from '@latchkey/verifier';
import { installVerifier } from './jwt-verifier.js';

const NAME = 'access-token';

// Passport decorates what it is given; it gets the token alone, so a request cannot be mistaken for another.
interface Carrier {
  readonly text: string;
}

/** passport-jwt's strategy on the house's own verifier, in a passport of its own: two services in a process stay apart. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, NAME) {
  declare private passport: passport.Authenticator | undefined;

  constructor(verifier: TokenVerifier) {
    installVerifier();
    super({
      jwtFromRequest: ({ text }: Carrier) => text,
      // The "key" of the seam in jwt-verifier.ts; passport-jwt hands it on unseen.
      secretOrKeyProvider: (_: Carrier, __: string, done: (error: null, key: never) => void) =>
        done(null, verifier as never),
    });
  }

  /** Called by passport with what the verifier answered. */
  validate(claims: AccessTokenClaims): AccessTokenClaims {
    return claims;
  }

  /**
   * Has passport authenticate a token. Says nothing about time.
   * @throws AppError 401 `token_invalid`, whatever is wrong
   */
  authenticated(text: string): Promise<AccessTokenClaims> {
    const carrier: Carrier = { text };
    return new Promise((resolve, reject) => {
      const answer = (error: unknown, claims: AccessTokenClaims | false | null, refusal?: unknown): void =>
        claims ? resolve(claims) : reject(asRefusal(error ?? refusal));
      this.getPassportInstance().authenticate(NAME, { session: false }, answer)(carrier, {}, reject);
    });
  }

  // Called by the constructor of the mixin, before this class has fields.
  getPassportInstance(): passport.Authenticator {
    return (this.passport ??= new passport.Authenticator());
  }
}

// passport refuses an empty token by itself, in words of its own.
function asRefusal(refusal: unknown): AppError {
  return refusal instanceof AppError ? refusal : tokenInvalid('unexpected', refusal);
}
