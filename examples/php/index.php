<?php

// One request: the built-in server, or any other, calls this for every address.
declare(strict_types=1);

require_once __DIR__ . '/load.php';

ini_set('display_errors', '0');

function answer(int $status, string $type, ?array $body): void
{
    http_response_code($status);
    if ($body !== null) {
        header("Content-Type: $type");
        echo json_encode($body, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION);
    }
}

function refuse(Problem $problem, string $requestId, string $realm): void
{
    foreach ($problem->headers as $line) {
        header($line);
    }
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
    if ($route !== 'stream') {
        answer($body === null ? 204 : 200, 'application/json', $body);
    }
} catch (Problem $problem) {
    refuse($problem, $requestId, $settings->origin);
} catch (Throwable $error) {
    error_log("$requestId: {$error->getMessage()}");
    refuse(new Problem(500, 'internal'), $requestId, $settings->origin);
}
