<?php

declare(strict_types=1);

const SMALL_ANSWER = 100_000;
const BANK_WITHIN = 3.0;

/**
 * Asks the bank: no redirects, bounded in time and size, also as it is unpacked.
 *
 * @return array{int, string} status and body
 */
function askBank(
    Settings $settings,
    string $method,
    string $path,
    array $headers = [],
    string $body = '',
    int $longest = SMALL_ANSWER,
    float $within = BANK_WITHIN,
): array {
    $lines = ['Connection: close', ...$headers];
    $options = ['method' => $method, 'header' => $lines, 'content' => $body, 'timeout' => $within];
    $context = stream_context_create(
        ['http' => [...$options, 'follow_location' => 0, 'ignore_errors' => true, 'protocol_version' => 1.1]],
    );
    $late = microtime(true) + $within;
    $stream = @fopen($settings->bankUrl . $path, 'r', false, $context);
    if ($stream === false) {
        throw new RuntimeException('the bank gives no answer');
    }
    $answered = stream_get_meta_data($stream)['wrapper_data'];
    if (preg_grep('/^content-encoding: *gzip$/i', $answered)) {
        stream_filter_append($stream, 'zlib.inflate', STREAM_FILTER_READ, ['window' => 31]);
    }
    $text = '';
    while (!feof($stream) && strlen($text) <= $longest && microtime(true) < $late) {
        $text .= fread($stream, 65_536);
    }
    $isWhole = feof($stream);
    fclose($stream);
    if (!$isWhole) {
        throw new RuntimeException('the answer of the bank is too long, or too late');
    }
    return [(int) (explode(' ', $answered[0])[1] ?? 0), $text];
}
