<?php

declare(strict_types=1);

/** A stream holds a process: half of them stay for everything else. */
const STREAMS = 24;
const LOOK_EVERY_US = 250_000;
const COMMENT_EVERY = 15;

/** Tells an open page within a second that its session is over. */
function streamFor(array $claims, Store $store): Response
{
    $slot = $store->slot(STREAMS) ?? throw new Problem(503, 'streams_exhausted', [], ['Retry-After: 60']);
    sawToken($claims, $store, true);
    $stream = function (callable $say) use ($claims, $store, $slot): void {
        follow($claims, $store, $say);
        fclose($slot);
    };
    return new Response(200, ['Content-Type: text/event-stream', 'X-Accel-Buffering: no'], '', $stream);
}

/** @param callable(string): bool $say whether the page is still there */
function follow(array $claims, Store $store, callable $say): void
{
    $place = "streams/{$claims['sid']}";
    $isThere = $say("retry: 2000\n\n: open\n\n");
    $commented = time();
    // rule: stream
    while ($isThere && !Stop::isAsked()) {
        // A newer token of the session lets its streams live on.
        $newest = $store->read($place) ?? $claims;
        $code = endOf($newest, $store) ?? ($newest['exp'] <= time() ? 'token_expired' : null);
        if ($code !== null) {
            $say("event: end\ndata: {\"code\":\"$code\"}\n\n");
            return;
        }
        $isDue = time() - $commented >= COMMENT_EVERY;
        $commented = $isDue ? time() : $commented;
        $isThere = $say($isDue ? ":\n\n" : '');
        usleep(LOOK_EVERY_US);
    }
}

/** Notes the newest token of a session that has a stream. */
function sawToken(array $claims, Store $store, bool $isStream = false): void
{
    $place = "streams/{$claims['sid']}";
    if (!$isStream && !$store->has($place)) {
        return;
    }
    if (($store->read($place)['iat'] ?? 0) < $claims['iat']) {
        $kept = array_intersect_key($claims, array_flip(['sid', 'sub', 'iat', 'exp', 'rv']));
        $store->write($place, [...$kept, 'until' => $claims['exp']]);
    }
}
