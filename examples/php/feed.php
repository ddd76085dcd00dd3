<?php

declare(strict_types=1);

const FEED_PATH = '/.well-known/latchkey/revocations';
const FEED_WAIT = 5;
const LONGEST_FEED = 53_000_000;
const MOST_DELETED = 10_000;
const FIRST_PAUSE = 0.05;
const LONGEST_PAUSE = 2.0;
const NOTHING_HEARD = ['iat' => 0, 'asOf' => 0, 'rightsAsOf' => 0, 'etag' => null, 'deletedTo' => 0, 'renewedAt' => null];
const FEED_HEAD = ['kind', 'iss', 'iat', 'etag'];
const FEED_KINDS = ['heartbeat' => [], 'set' => ['as_of', 'sids'], 'delta' => ['as_of', 'sids', 'since']];
const FEED_LISTS = ['rights', 'deleted', 'deleted_after', 'deleted_to'];

/** Follows the bank's revocation feed: believes only what the bank signed, and only what is newer. */
final class Feed
{
    private array $known;

    public function __construct(private readonly Settings $settings, private readonly Store $store)
    {
        $this->known = [...NOTHING_HEARD, ...($store->read('feed') ?? [])];
    }

    /** After a start the age is unbounded until the bank is heard again. */
    public function forgetAge(): void
    {
        $this->known['renewedAt'] = null;
        $this->store->write('feed', $this->known);
    }

    public function follow(): void
    {
        // rule: feed-follow
        $pause = FIRST_PAUSE;
        $fault = '';
        while (!Stop::isAsked()) {
            try {
                $this->ask();
                [$pause, $fault] = [FIRST_PAUSE, ''];
            } catch (Exception $error) {
                if ($error->getMessage() !== $fault) {
                    echo "the feed was not followed, asking again: {$error->getMessage()}\n";
                }
                $fault = $error->getMessage();
                $pause = min($pause * 2, LONGEST_PAUSE);
            }
            usleep((int) ($pause * 1e6));
        }
    }

    private function ask(): void
    {
        $latest = time() + 2 * SKEW;
        // A clock that was set right leaves such a state behind: next to it every true answer would look old.
        if (max($this->known['iat'], $this->known['asOf'] / 1000, $this->known['rightsAsOf'] / 1000) > $latest) {
            $this->known = [...NOTHING_HEARD, 'deletedTo' => $this->known['deletedTo']];
        }
        ['etag' => $etag, 'asOf' => $asOf, 'rightsAsOf' => $rightsAsOf, 'deletedTo' => $deletedTo] = $this->known;
        $headers = ['Accept: application/jwt', 'Accept-Encoding: gzip', 'Prefer: wait=' . FEED_WAIT];
        $path = FEED_PATH . "?ver=2&deleted_after=$deletedTo";
        if ($etag !== null) {
            $headers[] = "If-None-Match: \"$etag\"";
            $path .= "&since=$asOf&rights_since=$rightsAsOf";
        }
        $started = hrtime(true);
        $within = FEED_WAIT + BANK_WITHIN;
        [$status, $text] = askBank($this->settings, 'GET', $path, $headers, '', LONGEST_FEED, $within);
        if ($status !== 200) {
            throw new RuntimeException("the bank answered $status");
        }
        // rule: feed-authentic
        $claims = openToken($text, 'revocations+jwt', $this->store->read('keys')['keys'], LONGEST_FEED);
        requireFeedForm($claims, $this->settings->issuer);
        $this->learn($claims);
        $after = $this->step($claims, $started);
        // What is to be removed is removed before the cursor moves: it may come twice, and never not at all.
        $this->store->write('feed', $after);
        $this->known = $after;
    }

    /** Sessions do not come back to life and rights only become newer: what an authentic answer names counts. */
    private function learn(array $claims): void
    {
        $until = time() + $this->settings->tokenTtl + 2 * SKEW;
        // rule: feed-teaches
        foreach ($claims['sids'] ?? [] as $sid) {
            endSession($this->store, $sid, $until);
        }
        // rule: feed-rights
        foreach ($claims['rights'] ?? [] as [$sub, $rv]) {
            $known = $this->store->read("rights/$sub")['rv'] ?? 0;
            $this->store->write("rights/$sub", ['rv' => max($rv, $known), 'until' => $until]);
        }
    }

    /** How far the feed is heard after this answer. */
    private function step(array $claims, int $started): array
    {
        $known = $this->known;
        ['iat' => $iat, 'etag' => $etag, 'kind' => $kind] = $claims;
        [$asOf, $isSecond, $isHeartbeat] = [$claims['as_of'] ?? 0, isset($claims['ver']), $kind === 'heartbeat'];
        // rule: feed-future
        if ($iat > time() + SKEW || $asOf > ($iat + SKEW) * 1000) {
            return $known;
        }
        // rule: feed-order
        if ($isHeartbeat && $etag !== $known['etag']) {
            return [...$known, 'etag' => null];
        }
        if ($isHeartbeat ? $iat < $known['iat'] : $asOf < $known['asOf']) {
            return $known;
        }
        $begins = $isSecond ? min($known['asOf'], $known['rightsAsOf']) : $known['asOf'];
        if (($claims['since'] ?? 0) > $begins) {
            return [...$known, 'etag' => null];
        }
        $renewedAt = $iat > $known['iat'] ? $started : $known['renewedAt'];
        $after = [...$known, 'iat' => max($iat, $known['iat']), 'renewedAt' => $renewedAt];
        if ($isHeartbeat) {
            return $after;
        }
        $after = [...$after, 'asOf' => $asOf, 'etag' => $etag];
        return $isSecond ? [...$after, 'rightsAsOf' => $asOf, 'deletedTo' => $this->removed($claims)] : $after;
    }

    /** Removes what is kept about people whose accounts are gone. */
    private function removed(array $claims): int
    {
        // rule: feed-deleted
        foreach ($claims['deleted'] as $sub) {
            $this->store->remove("pensions/$sub");
        }
        // Nothing in between may have been left out.
        $goesOn = $claims['deleted_after'] <= $this->known['deletedTo'];
        return $goesOn ? $claims['deleted_to'] : $this->known['deletedTo'];
    }
}

function requireFeedForm(array $claims, string $issuer): void
{
    $kind = $claims['kind'] ?? null;
    need(is_string($kind) && isset(FEED_KINDS[$kind]), 'feed kind');
    $isSecond = array_key_exists('ver', $claims);
    $more = !$isSecond ? [] : ($kind === 'heartbeat' ? ['ver'] : ['ver', ...FEED_LISTS]);
    need(hasExactly($claims, [...FEED_HEAD, ...FEED_KINDS[$kind], ...$more]), 'feed claims');
    need($claims['iss'] === $issuer, 'feed iss');
    need(isCount($claims['iat'], 1) && isText($claims['etag'], '/^[A-Za-z0-9_-]{1,64}$/D'), 'feed claims');
    need(!$isSecond || $claims['ver'] === 2, 'feed version');
    if ($kind === 'heartbeat') {
        return;
    }
    need(isCount($claims['as_of'], 1) && isCount($claims['since'] ?? 1, 1), 'feed claims');
    need(isListOf($claims['sids'], UUID, LONGEST_FEED, 0), 'feed claims');
    if ($isSecond) {
        need(is_array($claims['rights']) && array_filter($claims['rights'], isRight(...)) === $claims['rights'], 'feed lists');
        need(isListOf($claims['deleted'], UUID, MOST_DELETED, 0), 'feed lists');
        need(isCount($claims['deleted_after']) && isCount($claims['deleted_to']), 'feed lists');
        need($claims['deleted_to'] >= $claims['deleted_after'], 'feed lists');
    }
}

function isRight(mixed $one): bool
{
    return is_array($one) && count($one) === 2 && isText($one[0], UUID) && isCount($one[1]);
}
