<?php

// The pension service: PHP's own server with some workers, and two processes beside it. One follows the bank's feed, one reads the
// keys again and brings logouts to the bank. All see what the others know through the store.
declare(strict_types=1);

require_once __DIR__ . '/load.php';

const WORKERS = 2 * STREAMS;
const CHORES_EVERY_US = 500_000;
const READ_KEYS_EVERY = 2;
const SELDOM_EVERY = 60;

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

function doChores(Settings $settings, Store $store, string $instance): never
{
    [$keysAt, $seldomAt] = [time(), 0];
    while (true) {
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

/** Runs beside this process, in a group of its own: the workers of PHP's server outlive a signal to it alone. */
function beside(callable $work): int
{
    $pid = pcntl_fork();
    posix_setpgid($pid, $pid);
    if ($pid === 0) {
        pcntl_signal(SIGTERM, SIG_DFL);
        pcntl_signal(SIGINT, SIG_DFL);
        $work();
    }
    return $pid;
}

$settings = new Settings();
$store = new Store($settings->folder);
$instance = substr(newId(), 0, 8);
takeKeys($settings, $store, $instance);
$feed = new Feed($settings, $store);

pcntl_async_signals(true);
$isOver = false;
foreach ([SIGTERM, SIGINT] as $signal) {
    pcntl_signal($signal, function () use (&$isOver) {
        $isOver = true;
    });
}
$errors = "{$settings->folder}/errors.log";
$server = function () use ($settings, $errors) {
    // Each worker says that it is there.
    fclose(STDERR);
    $said = fopen($errors, 'a');
    $flags = ['-d', 'expose_php=0', '-d', 'log_errors=1', '-d', "error_log=$errors", '-q'];
    $place = ['-S', "{$settings->host}:{$settings->port}", __DIR__ . '/index.php'];
    pcntl_exec(PHP_BINARY, [...$flags, ...$place], [...getenv(), 'PHP_CLI_SERVER_WORKERS' => (string) WORKERS]);
};
$children = [
    beside($feed->follow(...)),
    beside(fn () => doChores($settings, $store, $instance)),
    beside($server),
];
echo "pension listens on {$settings->host}:{$settings->port}\n";
// One without the others serves what is no longer true.
while (!$isOver && pcntl_waitpid(-1, $status, WNOHANG) === 0) {
    usleep(200_000);
}
foreach ($children as $pid) {
    posix_kill(-$pid, SIGTERM);
}
if (!$isOver) {
    echo "one of its processes ended: see $errors\n";
    exit(1);
}
