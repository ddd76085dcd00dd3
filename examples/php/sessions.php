<?php

declare(strict_types=1);

/** A session is refused from now on, until no token of it can be alive. */
function endSession(Store $store, string $sid, int $until): void
{
    if ($until > ($store->read("ended/$sid")['until'] ?? 0)) {
        $store->write("ended/$sid", ['until' => $until]);
    }
}

/** Why a session, or this token of it, counts no more; null while it does. */
function endOf(array $claims, Store $store): ?string
{
    // rule: session-ended
    if ($store->has("ended/{$claims['sid']}")) {
        return 'session_ended';
    }
    // rule: rights-changed. Newer rights are in a newer token; one of version 1 has none that could be newer.
    $inForce = isset($claims['rv']) ? $store->read("rights/{$claims['sub']}")['rv'] ?? 0 : 0;
    return ($claims['rv'] ?? 0) < $inForce ? 'renew_required' : null;
}

/** Seconds since the question was asked whose answer was signed last; null as long as the bank was never heard. */
function feedAge(Store $store): ?float
{
    // rule: feed-age
    $renewedAt = $store->read('feed')['renewedAt'] ?? null;
    return $renewedAt === null ? null : (hrtime(true) - $renewedAt) / 1e9;
}

/** Refuses what is over, and what was proven to live longer ago than the route bears, in seconds. */
function requireActive(array $claims, Store $store, int $bound): void
{
    // rule: staleness. A token that was just issued is itself a proof that its session lives.
    $staleness = min(feedAge($store) ?? INF, microtime(true) - $claims['iat']);
    $code = endOf($claims, $store) ?? ($staleness > $bound ? 'renew_required' : null);
    if ($code !== null) {
        throw unauthorized($code);
    }
}

/** Ends a session here, at all workers and after a restart; the bank is told as soon as it listens. */
function logOutHere(Caller $caller, Settings $settings, Store $store, array $keys, bool $everywhere): void
{
    ['sid' => $sid, 'sub' => $sub, 'auth_time' => $authTime] = $caller->claims;
    $until = $authTime + $settings->sessionAbsolute;
    // A person's token is kept only where this service has no key to prove by.
    $token = proofKey($settings, $keys) === null ? $caller->token : null;
    $order = ['sid' => $sid, 'sub' => $sub, 'everywhere' => $everywhere, 'until' => $until, 'token' => $token, 'tries' => 0];
    // rule: logout-here
    endSession($store, $sid, $until);
    $store->write("logouts/$sid", $order);
}
