<?php

// The pension service: some processes that answer, and two beside them. One follows the bank's feed, one reads the keys again and
// brings logouts to the bank. All see what the others know through the store.
declare(strict_types=1);

require_once __DIR__ . '/load.php';

const WORKERS = 2 * STREAMS;
const STOP_WITHIN_US = 3_000_000;
const LOOK_AFTER_US = 100_000;

function start(callable $work): int
{
    $pid = pcntl_fork();
    if ($pid !== 0) {
        return $pid;
    }
    Stop::listen();
    $work();
    exit(0);
}

/** @param array<int, callable> $running by their process @return array<int, callable> those that are left */
function reap(array $running): array
{
    while (($pid = pcntl_waitpid(-1, $status, WNOHANG)) > 0) {
        unset($running[$pid]);
    }
    return $running;
}

$settings = new Settings();
$store = new Store($settings->folder);
$instance = substr(newId(), 0, 8);
takeKeys($settings, $store, $instance);
(new Feed($settings, $store))->forgetAge();

$works = [
    fn () => (new Feed($settings, $store))->follow(),
    fn () => doChores($settings, $store, $instance),
];
// Under PHP-FPM, which answers by itself.
if (!in_array('--beside', $argv, true)) {
    $queue = stream_context_create(['socket' => ['backlog' => 512]]);
    $flags = STREAM_SERVER_BIND | STREAM_SERVER_LISTEN;
    $listener = @stream_socket_server("tcp://{$settings->host}:{$settings->port}", $errno, $why, $flags, $queue);
    if ($listener === false) {
        echo "cannot listen on {$settings->host}:{$settings->port}: $why\n";
        exit(1);
    }
    $respond = fn (Request $request) => respond($request, $settings, $store);
    $answers = fn () => serveConnections($listener, $respond, Stop::isAsked(...));
    array_push($works, ...array_fill(0, WORKERS, $answers));
    echo "pension listens on {$settings->host}:{$settings->port}\n";
}

Stop::listen();
$running = [];
foreach ($works as $work) {
    $running[start($work)] = $work;
}
while (!Stop::isAsked()) {
    usleep(LOOK_AFTER_US);
    $left = reap($running);
    // One that ended is started again.
    foreach (array_diff_key($running, $left) as $work) {
        $left[start($work)] = $work;
    }
    $running = $left;
}
foreach (array_keys($running) as $pid) {
    posix_kill($pid, SIGTERM);
}
for ($waited = 0; $running !== [] && $waited < STOP_WITHIN_US; $waited += LOOK_AFTER_US) {
    usleep(LOOK_AFTER_US);
    $running = reap($running);
}
foreach (array_keys($running) as $pid) {
    posix_kill($pid, SIGKILL);
}
