/** What it means that a chapter of the probes fails, and what the verifier does about it. */
export const MEANINGS: Record<string, { readonly means: string; readonly ours: string }> = {
  control: {
    means:
      'Some good callers are refused: `bearer` in small letters, or a browser to which another host gave a cookie of the same name. 401s lack `WWW-Authenticate` and a code.',
    ours: 'Takes the scheme in any case, and of several cookies those that verify.',
  },
  text: {
    means:
      'One token has many spellings. Two parsers may read one token in two ways, and a list of revoked texts misses the other spellings.',
    ours: 'Takes a token only as the bank would write it, letter by letter.',
  },
  header: {
    means:
      'Whatever is signed with the same key and names this service passes as an access token, whatever it was made for. Nobody reads the `kid`, so keys cannot be rotated.',
    ours: 'Checks `alg`, `kid` and `typ`, and takes no other member; the key ring follows the key file while it runs.',
  },
  signature: {
    means: 'The signature is verified: nobody gets in. The refusal has no code.',
    ours: 'The same check, and a problem with a code.',
  },
  claims: {
    means:
      'A token without `sid` or `exp`, with roles in another form, or of a later version of the contract is taken for good, and means something else than the bank wrote.',
    ours: 'Takes each version of the claims exactly; a later version waits for the release that knows it.',
  },
  times: {
    means: 'A token from the future, or one that lives for 300 years, is taken.',
    ours: 'Bounds `exp` by `TOKEN_TTL`, `iat` by 60 s, and tells a clock that is off (`clock_skew`) from a session that is over.',
  },
  transport: {
    means:
      'A bad header is rescued by a good cookie, two headers are one, of two sessions the last cookie wins: a sibling host can put somebody into another account. A token that was taken out of a cookie works as a bearer.',
    ours: 'Chooses the transport first, takes one header, one session, and `trv` as the bank wrote it.',
  },
  rights: {
    means:
      'A page cannot tell that a role is missing (403 without a code and without its name), and `roles` of version 1 are undefined.',
    ours: '`auth.guard({ roles: ["adviser"] })`: 403 `role_missing` with the role; `req.caller.roles` is always a list.',
  },
  cookies: {
    means:
      'A page on any host below the cookie domain can log people out: `SameSite` lets the cookie travel with its requests.',
    ours: 'A cookie changes something only from an own page (`Sec-Fetch-Site`, else `Origin`); else 403 `csrf_refused`.',
  },
  answers: {
    means:
      "Sites and programs act on codes. Without them a session that is over looks like a token that is to be renewed. A proxy may keep one person's answer for another.",
    ours: '`application/problem+json` with stable codes, `WWW-Authenticate`, `Cache-Control: no-store`.',
  },
  session: {
    means:
      'Who logs out is still logged in: the token works for the rest of its 15 minutes. Who comes back after them cannot log out.',
    ours: '`auth.session()`: ends the session at once, here and at all replicas, clears the cookies, also with an expired token.',
  },
  streams: {
    means: 'Pages that are open on other devices stay open after a logout.',
    ours: '`GET /api/session/stream`: they lock within a second.',
  },
  feed: {
    means:
      'A logout at the bank, a changed password, a stolen device that was logged out, a role that was taken, a deleted account: this service hears of none of it.',
    ours: 'Follows the feed: a logout counts within a second, with the bank dead too; sensitive routes stop where it is silent for 15 s; `onDeleted` removes what is kept.',
  },
  sums: {
    means: 'Bad input makes it fail, or is told from other bad input.',
    ours: 'One wording, no 5xx.',
  },
};
