<?php

declare(strict_types=1);

const TRIES_OF_AN_INVALID_TOKEN = 6;

/** Tells the bank of all logouts that it does not know of, until one finds it away. */
function tellBank(Settings $settings, Store $store, array $keys): void
{
    // rule: logout-told
    foreach ($store->names('logouts') as $sid) {
        $order = $store->read("logouts/$sid");
        if ($order === null) {
            continue;
        }
        $order['tries']++;
        if (isTold($order, $settings, $keys) || $order['until'] < time()) {
            $store->remove("logouts/$sid");
            continue;
        }
        $store->write("logouts/$sid", $order);
        return;
    }
}

/** Whether the bank knows, or will never take it. */
function isTold(array $order, Settings $settings, array $keys): bool
{
    try {
        [$status, $text] = askBank($settings, 'POST', ...questionOf($order, $settings, $keys));
    } catch (RuntimeException) {
        return false;
    }
    $code = $status === 401 ? json_decode($text, true)['code'] ?? null : null;
    if ($code === 'token_invalid') {
        return $order['tries'] >= TRIES_OF_AN_INVALID_TOKEN;
    }
    return ($status >= 200 && $status < 300) || in_array($code, ['session_ended', 'token_expired'], true);
}

/** @return array{string, list<string>, string} path, headers and body */
function questionOf(array $order, Settings $settings, array $keys): array
{
    if ($order['token'] === null) {
        $body = json_encode(['proof' => proofOf($order, $settings, $keys)]);
        return ['/api/logout/delivered', ['Content-Type: application/json'], $body];
    }
    $path = $order['everywhere'] ? '/api/logout/everywhere' : '/api/logout';
    return [$path, ["Authorization: Bearer {$order['token']}"], ''];
}

/** A JWT by which the bank knows that it was this service. */
function proofOf(array $order, Settings $settings, array $keys): string
{
    [$kid, $key] = proofKey($settings, $keys) ?? throw new RuntimeException('there is no key any more to prove by');
    $claims = ['iss' => Settings::ID, 'aud' => $settings->issuer, 'sub' => $order['sub'], 'sid' => $order['sid']];
    $times = ['everywhere' => $order['everywhere'], 'iat' => time(), 'exp' => time() + 300, 'jti' => newId()];
    $parts = [['alg' => 'EdDSA', 'kid' => $kid, 'typ' => 'logout+jwt'], [...$claims, ...$times]];
    $text = implode('.', array_map(fn (array $part) => encode(json_encode($part, JSON_UNESCAPED_SLASHES)), $parts));
    return $text . '.' . encode(sodium_crypto_sign_detached($text, $key));
}

/**
 * The service's own key, whose public half stands in the bank's registry, or one made of a secret that the bank has too.
 *
 * @return ?array{string, string} kid and key
 */
function proofKey(Settings $settings, array $keys): ?array
{
    if ($settings->serviceKeyFile !== null) {
        $seed = decode(json_decode(file_get_contents($settings->serviceKeyFile), true)['d']);
        return ['service', sodium_crypto_sign_secretkey(sodium_crypto_sign_seed_keypair($seed))];
    }
    foreach ($keys as $kid => $key) {
        if ($key['alg'] === 'HS256') {
            $seed = hash_hkdf('sha256', decode($key['secret']), 32, 'latchkey logout delivery of ' . Settings::ID);
            return [(string) $kid, sodium_crypto_sign_secretkey(sodium_crypto_sign_seed_keypair($seed))];
        }
    }
    return null;
}

/** A random UUID (RFC 9562, version 4). */
function newId(): string
{
    $bytes = random_bytes(16);
    $bytes[6] = chr(ord($bytes[6]) & 0x0F | 0x40);
    $bytes[8] = chr(ord($bytes[8]) & 0x3F | 0x80);
    return vsprintf('%s%s-%s-%s-%s-%s%s%s', str_split(bin2hex($bytes), 4));
}
