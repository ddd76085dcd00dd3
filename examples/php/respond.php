<?php

declare(strict_types=1);

/** The answer to a request, whatever comes. */
function respond(Request $request, Settings $settings, Store $store): Response
{
    $requestId = $request->header('x-request-id') ?? '';
    if (preg_match('/^[A-Za-z0-9._-]{1,64}$/D', $requestId) !== 1) {
        $requestId = newId();
    }
    try {
        $response = answer($request, $settings, $store);
    } catch (Problem $problem) {
        $response = refusal($problem, $requestId, $settings->origin);
    } catch (Throwable $error) {
        // rule: never-fails. What is bad input was refused before; this is a fault of ours.
        error_log("$requestId: {$error->getMessage()}");
        $response = refusal(new Problem(500, 'internal'), $requestId, $settings->origin);
    }
    // rule: no-store, rule: no-cors. No header lets another origin read.
    return $response->with(['Cache-Control: no-store', "X-Request-Id: $requestId"]);
}

function answer(Request $request, Settings $settings, Store $store): Response
{
    $methods = Routes::ALL[$request->path()] ?? throw new Problem(404, 'not_found');
    $method = $request->method === 'HEAD' ? 'GET' : $request->method;
    $allowed = ['Allow: ' . implode(', ', array_keys($methods))];
    $route = $methods[$method] ?? throw new Problem(405, 'method_not_allowed', [], $allowed);
    $body = (new Routes($request, $settings, $store))->$route();
    return $body instanceof Response ? $body : Response::json($body);
}

function refusal(Problem $problem, string $requestId, string $realm): Response
{
    $headers = $problem->headers;
    // rule: challenge, rule: no-redirect
    if ($problem->status === 401) {
        $blame = $problem->name === 'token_missing' ? '' : ', error="invalid_token"';
        $headers[] = "WWW-Authenticate: Bearer realm=\"$realm\"$blame";
    }
    return Response::json($problem->body($requestId), $problem->status, 'application/problem+json', $headers);
}
