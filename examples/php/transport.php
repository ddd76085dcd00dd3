<?php

declare(strict_types=1);

const COOKIE = '__Secure-latchkey';

/** Who calls: the claims of a token, its text, and the way on which it came. */
final class Caller
{
    public function __construct(
        public readonly array $claims,
        public readonly string $token,
        public readonly string $via,
    ) {
    }

    public function mayTravelSo(): bool
    {
        return ($this->claims['trv'] ?? $this->via) === $this->via;
    }
}

/** Chooses the way before anything is verified: an Authorization header counts alone, else the cookie. */
function callerOf(Request $request, Settings $settings, array $keys, bool $isLogout = false): Caller
{
    // rule: nowhere-else. These two headers are all that is looked at, and no query.
    $line = $request->header('authorization');
    // rule: bearer, rule: one-header
    if ($line !== null && preg_match('/^bearer ([^ ]+)$/Di', $line, $match) === 1) {
        // rule: bearer-from-anywhere. Only a program sends one, so nobody asks which page it was.
        $caller = new Caller(authenticate($match[1], $settings, $keys), $match[1], 'bearer');
    } elseif ($line !== null && !(isBrowsersOwn($line) && isOwnPage($request, $settings))) {
        // rule: no-rescue
        throw unauthorized('token_invalid');
    } else {
        $caller = byCookie($request, $settings, $keys);
        requireOwnPage($request, $settings);
    }
    // rule: trv. A logout harms nobody else, so it is taken on any way.
    if (!$isLogout && !$caller->mayTravelSo()) {
        throw unauthorized('token_invalid');
    }
    return $caller;
}

/** What a browser adds by itself behind a proxy with a login of its own. */
function isBrowsersOwn(string $line): bool
{
    return preg_match('/^(basic|digest|negotiate|ntlm) +[^ ,]+$/Di', $line) === 1;
}

function byCookie(Request $request, Settings $settings, array $keys): Caller
{
    $texts = cookiesOf($request->header('cookie') ?? '');
    // rule: token-missing
    if ($texts === []) {
        throw unauthorized('token_missing');
    }
    if (count($texts) === 1) {
        return new Caller(authenticate($texts[0], $settings, $keys), $texts[0], 'cookie');
    }
    $newest = null;
    foreach ($texts as $text) {
        try {
            $caller = new Caller(authenticate($text, $settings, $keys), $text, 'cookie');
            requireInTime($caller->claims);
        } catch (Problem) {
            continue;
        }
        if (!$caller->mayTravelSo()) {
            continue;
        }
        // rule: several-cookies. A sibling host can plant a cookie of the same name: several count only if all that verify are of one session.
        $newest ??= $caller;
        if ([$newest->claims['sid'], $newest->claims['sub']] !== [$caller->claims['sid'], $caller->claims['sub']]) {
            throw unauthorized('token_invalid');
        }
        $newest = $caller->claims['iat'] > $newest->claims['iat'] ? $caller : $newest;
    }
    return $newest ?? throw unauthorized('token_invalid');
}

/** @return list<string> */
function cookiesOf(string $header): array
{
    $texts = [];
    // rule: cookie
    foreach (explode(';', $header) as $pair) {
        $halves = explode('=', $pair, 2);
        if (count($halves) === 2 && trim($halves[0], " \t") === COOKIE) {
            $texts[] = trim($halves[1], " \t");
        }
    }
    return $texts;
}

/** A cookie changes something only if one of our own pages sent it. */
function requireOwnPage(Request $request, Settings $settings): void
{
    // rule: csrf, rule: safe-methods
    $isSafe = in_array($request->method, ['GET', 'HEAD', 'OPTIONS'], true);
    if (!$isSafe && !isOwnPage($request, $settings)) {
        throw new Problem(403, 'csrf_refused');
    }
}

function isOwnPage(Request $request, Settings $settings): bool
{
    $site = $request->header('sec-fetch-site');
    // Never by the Host header: it is written by the one who asks.
    return $site === null ? $request->header('origin') === $settings->origin : $site === 'same-origin';
}
