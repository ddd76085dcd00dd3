<?php

declare(strict_types=1);

const CHORES_EVERY_US = 500_000;
const READ_KEYS_EVERY = 2;
const SELDOM_EVERY = 60;

/** Reads the keys again, brings logouts to the bank, and now and then the rest. */
function doChores(Settings $settings, Store $store, string $instance): void
{
    [$keysAt, $seldomAt] = [time(), 0];
    while (!Stop::isAsked()) {
        if (time() - $keysAt >= READ_KEYS_EVERY) {
            takeKeys($settings, $store, $instance);
            $keysAt = time();
        }
        tellBank($settings, $store, $store->read('keys')['keys']);
        if (time() - $seldomAt >= SELDOM_EVERY) {
            learnServices($settings, $store);
            $store->sweep();
            $seldomAt = time();
        }
        usleep(CHORES_EVERY_US);
    }
}

/** Takes over the keys as they are set now; with a bad file those before stay. */
function takeKeys(Settings $settings, Store $store, string $instance): void
{
    $before = $store->read('keys');
    try {
        $now = ['keys' => readKeys($settings), 'fault' => null, 'instance' => $instance];
    } catch (Exception $error) {
        if (($before['instance'] ?? null) !== $instance) {
            throw $error;
        }
        $now = [...$before, 'fault' => $error->getMessage()];
        if ($now !== $before) {
            echo "the keys stay as they were: {$error->getMessage()}\n";
        }
    }
    if ($now !== $before) {
        $store->write('keys', $now);
    }
}

/** The list by which pages switch between services; the last one known counts while the bank is away. */
function learnServices(Settings $settings, Store $store): void
{
    try {
        [$status, $text] = askBank($settings, 'GET', '/.well-known/latchkey/services');
        $list = $status === 200 ? json_decode($text, true)['services'] ?? null : null;
        if (is_array($list)) {
            $store->write('services', $list);
        }
    } catch (RuntimeException) {
        // It is asked again.
    }
}
