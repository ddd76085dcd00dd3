<?php

declare(strict_types=1);

// A small HTTP server for a service of several processes: each takes a connection when it is free, so that none waits behind a
// stream. In production PHP-FPM does this, by index.php.

const LONGEST_HEAD = 65_536;
const READ_WITHIN = 10;
const ACCEPT_WITHIN = 60.0;
const REASONS = [200 => 'OK', 204 => 'No Content', 302 => 'Found'];
const HEADER = '/^([!#$%&\'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/Ds';

/** @param callable(Request): Response $respond @param callable(): bool $isOver */
function serveConnections(mixed $listener, callable $respond, callable $isOver): void
{
    while (!$isOver()) {
        $connection = @stream_socket_accept($listener, ACCEPT_WITHIN, $peer);
        if ($connection === false) {
            continue;
        }
        stream_set_timeout($connection, READ_WITHIN);
        try {
            $request = readRequest($connection, (string) $peer);
            if ($request !== null) {
                writeResponse($connection, $request->method, $respond($request));
            }
        } catch (Problem $problem) {
            $body = $problem->body(newId());
            writeResponse($connection, '', Response::json($body, $problem->status, 'application/problem+json'));
        }
        @stream_socket_shutdown($connection, STREAM_SHUT_WR);
        fclose($connection);
    }
}

/** Null if nobody asks after all. */
function readRequest(mixed $connection, string $peer): ?Request
{
    $text = '';
    while (!str_contains($text, "\r\n\r\n")) {
        if (strlen($text) > LONGEST_HEAD) {
            throw new Problem(431, 'headers_too_large');
        }
        $more = fread($connection, 8_192);
        if ($more === false || $more === '') {
            return null;
        }
        $text .= $more;
    }
    [$head, $body] = explode("\r\n\r\n", $text, 2);
    $lines = explode("\r\n", $head);
    if (preg_match('#^([A-Z]{1,20}) (\S+) HTTP/1\.[01]$#D', array_shift($lines), $first) !== 1) {
        throw new Problem(400, 'bad_request');
    }
    $headers = headersOf($lines);
    $length = $headers['content-length'] ?? '0';
    if (isset($headers['transfer-encoding'])) {
        throw new Problem(411, 'length_required');
    }
    if (preg_match('/^[0-9]{1,9}$/D', $length) !== 1) {
        throw new Problem(400, 'bad_request');
    }
    if ((int) $length > LONGEST_BODY) {
        throw new Problem(413, 'too_large');
    }
    while (strlen($body) < (int) $length) {
        $more = fread($connection, 8_192);
        if ($more === false || $more === '') {
            return null;
        }
        $body .= $more;
    }
    return new Request($first[1], $first[2], $headers, substr($body, 0, (int) $length), preg_replace('/:\d+$/', '', $peer));
}

/** @return array<string, string> */
function headersOf(array $lines): array
{
    $headers = [];
    foreach ($lines as $line) {
        if (preg_match(HEADER, $line, $match) !== 1) {
            throw new Problem(400, 'bad_request');
        }
        $name = strtolower($match[1]);
        $between = $name === 'cookie' ? '; ' : ', ';
        $headers[$name] = isset($headers[$name]) ? $headers[$name] . $between . $match[2] : $match[2];
    }
    return $headers;
}

function writeResponse(mixed $connection, string $method, Response $response): void
{
    $reason = REASONS[$response->status] ?? Problem::TITLES[$response->status] ?? '';
    $lines = ["HTTP/1.1 {$response->status} $reason", 'Date: ' . gmdate('D, d M Y H:i:s') . ' GMT', ...$response->headers];
    if ($response->stream === null && $response->status !== 204) {
        $lines[] = 'Content-Length: ' . strlen($response->body);
    }
    $head = implode("\r\n", [...$lines, 'Connection: close']) . "\r\n\r\n";
    @fwrite($connection, $head . ($method === 'HEAD' ? '' : $response->body));
    if ($response->stream === null || $method === 'HEAD') {
        return;
    }
    stream_set_blocking($connection, false);
    ($response->stream)(function (string $text) use ($connection): bool {
        // Who does not read is not waited for; who is gone is noticed.
        if ($text !== '' && @fwrite($connection, $text) !== strlen($text)) {
            return false;
        }
        fread($connection, 1_024);
        return !feof($connection);
    });
}
