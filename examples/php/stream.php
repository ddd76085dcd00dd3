<?php

declare(strict_types=1);

/** A stream holds a worker: half of them stay for everything else. */
const STREAMS = 24;
const LOOK_EVERY_US = 250_000;
/** Only by writing PHP learns that a page is gone, and its worker free. */
const COMMENT_EVERY = 2;

/** Tells an open page within a second that its session is over; never returns before that. */
function serveStream(array $claims, Store $store): void
{
    $slot = $store->slot(STREAMS) ?? throw new Problem(503, 'streams_exhausted', [], ['Retry-After: 60']);
    $place = "streams/{$claims['sid']}";
    sawToken($claims, $store, true);
    header('Content-Type: text/event-stream');
    header('X-Accel-Buffering: no');
    set_time_limit(0);
    // What is said goes out at once.
    while (ob_get_level() > 0) {
        ob_end_flush();
    }
    say("retry: 2000\n\n: open\n\n");
    $commented = time();
    // rule: stream
    while (true) {
        // A newer token of the session lets its streams live on.
        $newest = $store->read($place) ?? $claims;
        $code = endOf($newest, $store) ?? ($newest['exp'] <= time() ? 'token_expired' : null);
        if ($code !== null) {
            say("event: end\ndata: {\"code\":\"$code\"}\n\n");
            $store->remove($place);
            return;
        }
        if (time() - $commented >= COMMENT_EVERY) {
            $commented = time();
            say(":\n\n");
        }
        usleep(LOOK_EVERY_US);
    }
}

function say(string $text): void
{
    echo $text;
    flush();
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
        $store->write($place, $kept);
    }
}
