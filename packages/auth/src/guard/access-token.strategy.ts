import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { Strategy } from 'passport-jwt';
import { TokenError, tokenInvalid, TokenVerifier } from '@latchkey/verifier';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';

const NAME = 'access-token';

// Passport decorates what it is given; it gets the token alone, so a request cannot be mistaken for another.
interface Carrier {
  readonly text: string;
}

/** What passport makes of the strategy for one attempt. */
interface Attempt {
  validate(text: string): AccessTokenClaims;
  success(claims: AccessTokenClaims): void;
}

/**
 * passport-jwt's strategy on the verifier, in a passport of its own: two services in a process stay apart. Where passport-jwt
 * asks for the key, the whole verdict is given: no key leaves the verifier, and nothing is verified twice.
 */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, NAME) {
  declare private passport: passport.Authenticator | undefined;

  constructor(private readonly verifier: TokenVerifier) {
    super({
      jwtFromRequest: ({ text }: Carrier) => text,
      secretOrKeyProvider(this: Attempt, _: Carrier, text: string, done: (error: unknown) => void) {
        let claims: AccessTokenClaims;
        try {
          claims = this.validate(text);
        } catch (error) {
          return done(error);
        }
        this.success(claims);
      },
    } as never);
  }

  /**
   * Who a token speaks for. Says nothing about time.
   * @throws TokenError 401 `token_invalid`
   */
  validate(text: string): AccessTokenClaims {
    return this.verifier.authenticate(text);
  }

  /** Has passport authenticate a token; rejects with a TokenError, whatever is wrong. */
  authenticated(text: string): Promise<AccessTokenClaims> {
    const carrier: Carrier = { text };
    return new Promise((resolve, reject) => {
      const answer = (error: unknown, claims: AccessTokenClaims | false | null, refusal?: unknown): void =>
        claims ? resolve(claims) : reject(asTokenError(error ?? refusal));
      this.getPassportInstance().authenticate(NAME, { session: false }, answer)(carrier, {}, reject);
    });
  }

  // Called by the constructor of the mixin, before this class has fields.
  getPassportInstance(): passport.Authenticator {
    return (this.passport ??= new passport.Authenticator());
  }
}

// passport-jwt refuses an empty token by itself, by an error of its own.
function asTokenError(refusal: unknown): TokenError {
  return refusal instanceof TokenError ? refusal : tokenInvalid('unexpected', refusal);
}
