<?php

// One request: the built-in server, or any other, calls this for every address.
declare(strict_types=1);

require_once __DIR__ . '/load.php';

ini_set('display_errors', '0');

function answer(int $status, string $type, array $body): void
{
    http_response_code($status);
    header("Content-Type: $type");
    echo json_encode($body, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
}

function refuse(Problem $problem, string $requestId, string $realm): void
{
    foreach ($problem->headers as $line) {
        header($line);
    }
    // rule: challenge, rule: no-redirect
    if ($problem->status === 401) {
        $blame = $problem->name === 'token_missing' ? '' : ', error="invalid_token"';
        header("WWW-Authenticate: Bearer realm=\"$realm\"$blame");
    }
    answer($problem->status, 'application/problem+json', $problem->body($requestId));
}

$settings = new Settings();
$requestId = headerOf('x-request-id') ?? '';
if (preg_match('/^[A-Za-z0-9._-]{1,64}$/D', $requestId) !== 1) {
    $requestId = newId();
}
// rule: no-store, rule: no-cors. No header lets another origin read.
header('Cache-Control: no-store');
header("X-Request-Id: $requestId");
header_remove('X-Powered-By');

try {
    $path = explode('?', $_SERVER['REQUEST_URI'], 2)[0];
    $method = $_SERVER['REQUEST_METHOD'] === 'HEAD' ? 'GET' : $_SERVER['REQUEST_METHOD'];
    $methods = Routes::ALL[$path] ?? throw new Problem(404, 'not_found');
    $route = $methods[$method]
        ?? throw new Problem(405, 'method_not_allowed', [], ['Allow: ' . implode(', ', array_keys($methods))]);
    $body = (new Routes($settings, new Store($settings->folder)))->$route();
    if (is_array($body)) {
        answer(200, 'application/json', $body);
    } elseif (is_string($body)) {
        echo $body;
    } elseif ($route !== 'stream') {
        http_response_code(204);
    }
} catch (Problem $problem) {
    refuse($problem, $requestId, $settings->origin);
} catch (Throwable $error) {
    // rule: never-fails. What is bad input was refused before; this is a fault of ours.
    error_log("$requestId: {$error->getMessage()}");
    refuse(new Problem(500, 'internal'), $requestId, $settings->origin);
}
