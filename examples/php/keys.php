<?php

declare(strict_types=1);

const SHORTEST_SECRET = 32;
/** A public key of P-256 (RFC 5480) is these bytes and its point. */
const P256_HEAD = '3059301306072a8648ce3d020106082a8648ce3d030107034200' . '04';

function encode(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

/** Null unless the text is the one encoding of its bytes. */
function decode(string $text): ?string
{
    $bytes = base64_decode(strtr($text, '-_', '+/'), true);
    return $bytes === false || encode($bytes) !== $text ? null : $bytes;
}

/** Reads the keys as they are set now, all of them or nothing. @return array<string, array> by their kid */
function readKeys(Settings $settings): array
{
    if ($settings->secret !== null) {
        $jwk = ['kty' => 'oct', 'k' => encode($settings->secret), 'alg' => 'HS256'];
        return keysOf([[...$jwk, 'kid' => substr(thumbprint($jwk), 0, 16)]]);
    }
    $text = @file_get_contents($settings->keysFile);
    $set = json_decode($text === false ? '' : $text, true);
    if (!is_array($set['keys'] ?? null) || $set['keys'] === []) {
        throw new RuntimeException('the file is no JWK Set with keys');
    }
    return keysOf($set['keys']);
}

function keysOf(array $jwks): array
{
    $keys = [];
    foreach ($jwks as $jwk) {
        $kid = is_string($jwk['kid'] ?? null) ? $jwk['kid'] : '';
        if ($kid === '' || isset($keys[$kid])) {
            throw new RuntimeException('a key has no kid, or that of another');
        }
        $keys[$kid] = keyOf($jwk) ?? throw new RuntimeException("the key $kid is neither HS256 nor ES256");
    }
    return $keys;
}

function keyOf(array $jwk): ?array
{
    $kind = [$jwk['kty'] ?? null, $jwk['alg'] ?? null, $jwk['crv'] ?? null];
    if ($kind === ['oct', 'HS256', null]) {
        $secret = decode((string) ($jwk['k'] ?? ''));
        $isKey = $secret !== null && strlen($secret) >= SHORTEST_SECRET;
        return $isKey ? ['alg' => 'HS256', 'secret' => encode($secret), 'thumbprint' => thumbprint($jwk)] : null;
    }
    if ($kind !== ['EC', 'ES256', 'P-256']) {
        return null;
    }
    $point = decode((string) ($jwk['x'] ?? '')) . decode((string) ($jwk['y'] ?? ''));
    $pem = "-----BEGIN PUBLIC KEY-----\n" . base64_encode(hex2bin(P256_HEAD) . $point) . "\n-----END PUBLIC KEY-----\n";
    $isKey = strlen($point) === 64 && openssl_pkey_get_public($pem) !== false;
    return $isKey ? ['alg' => 'ES256', 'pem' => $pem, 'thumbprint' => thumbprint($jwk)] : null;
}

/** RFC 7638. */
function thumbprint(array $jwk): string
{
    $names = $jwk['kty'] === 'oct' ? ['k', 'kty'] : ['crv', 'kty', 'x', 'y'];
    $members = array_map(fn (string $name) => $jwk[$name], array_combine($names, $names));
    return encode(hash('sha256', json_encode($members, JSON_UNESCAPED_SLASHES), true));
}

function verifies(array $key, string $text, string $signature): bool
{
    if ($key['alg'] === 'HS256') {
        return hash_equals(hash_hmac('sha256', $text, decode($key['secret']), true), $signature);
    }
    if (strlen($signature) !== 64) {
        return false;
    }
    $numbers = der(substr($signature, 0, 32)) . der(substr($signature, 32));
    return openssl_verify($text, "\x30" . chr(strlen($numbers)) . $numbers, $key['pem'], OPENSSL_ALGO_SHA256) === 1;
}

/** A number as OpenSSL wants it: without zeros before it, and with one where it would seem negative. */
function der(string $number): string
{
    $short = ltrim($number, "\0");
    $positive = $short === '' || ord($short[0]) > 0x7f ? "\0$short" : $short;
    return "\x02" . chr(strlen($positive)) . $positive;
}
