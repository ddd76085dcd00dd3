<?php

// One request under PHP-FPM: it calls this for every address. `serve.php --beside` runs the processes beside it.
declare(strict_types=1);

require_once __DIR__ . '/load.php';

ini_set('display_errors', '0');

function requestOfServer(): Request
{
    $headers = ['content-type' => $_SERVER['CONTENT_TYPE'] ?? ''];
    foreach ($_SERVER as $name => $value) {
        if (str_starts_with($name, 'HTTP_')) {
            $headers[strtolower(strtr(substr($name, 5), '_', '-'))] = $value;
        }
    }
    $body = file_get_contents('php://input', false, null, 0, LONGEST_BODY + 1);
    return new Request($_SERVER['REQUEST_METHOD'], $_SERVER['REQUEST_URI'], $headers, $body, $_SERVER['REMOTE_ADDR']);
}

$settings = new Settings();
$response = respond(requestOfServer(), $settings, new Store($settings->folder));
http_response_code($response->status);
foreach ($response->headers as $line) {
    header($line, false);
}
while (ob_get_level() > 0) {
    ob_end_flush();
}
echo $response->body;
if ($response->stream !== null && $_SERVER['REQUEST_METHOD'] !== 'HEAD') {
    set_time_limit(0);
    ($response->stream)(function (string $text): bool {
        // PHP learns only by writing that a page is gone.
        echo $text;
        flush();
        return connection_aborted() === 0;
    });
}
