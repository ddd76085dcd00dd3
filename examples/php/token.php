<?php

declare(strict_types=1);

const UUID = '/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/D';
const ID = '/^[a-z][a-z0-9-]{0,31}$/D';
const LONGEST_TOKEN = 4096;
const SAFE = 2 ** 53 - 1;
const SKEW = 60;
const FIRST = ['acr', 'amr', 'aud', 'auth_time', 'exp', 'iat', 'iss', 'jti', 'preferred_username', 'sid', 'sub', 'ver'];
const SECOND = [...FIRST, 'client_id', 'roles', 'rv', 'trv'];

/** A text that is not what the bank would write. */
final class NotAuthentic extends Exception
{
}

function need(bool $holds, string $rule): void
{
    if (!$holds) {
        throw new NotAuthentic($rule);
    }
}

function isText(mixed $value, string $pattern): bool
{
    return is_string($value) && preg_match($pattern, $value) === 1;
}

function isCount(mixed $value, int $least = 0): bool
{
    return is_int($value) && $value >= $least && $value <= SAFE;
}

function isListOf(mixed $value, string $pattern, int $most, int $least = 1): bool
{
    if (!is_array($value) || count($value) < $least || count($value) > $most) {
        return false;
    }
    foreach ($value as $one) {
        if (!isText($one, $pattern)) {
            return false;
        }
    }
    return true;
}

function hasExactly(array $members, array $names): bool
{
    return count($members) === count($names) && array_diff($names, array_keys($members)) === [];
}

/** The claims of a text that one of our keys signed; nothing is said about what they claim. */
function openToken(string $text, string $type, array $keys, int $longest = LONGEST_TOKEN): array
{
    $parts = explode('.', $text);
    // rule: three-parts
    need(strlen($text) <= $longest && count($parts) === 3, 'three parts');
    // rule: base64url
    $raw = array_map(decode(...), $parts);
    need(!in_array(null, $raw, true) && !in_array('', $raw, true), 'one base64url');
    $header = canonical($raw[0]);
    // rule: header-members
    need(hasExactly($header, ['alg', 'kid', 'typ']), 'header members');
    // rule: typ
    need($header['typ'] === $type, 'typ');
    // rule: kid
    $key = is_string($header['kid']) ? $keys[$header['kid']] ?? null : null;
    need($key !== null, 'known kid');
    // rule: alg. The key says which algorithm counts; the header may only agree.
    need($header['alg'] === $key['alg'], 'alg of the key');
    // rule: signature
    need(verifies($key, "$parts[0].$parts[1]", $raw[2]), 'signature');
    return canonical($raw[1]);
}

/** An object written as JSON.stringify writes it: no white space, no member twice, no needless escape. */
function canonical(string $text): array
{
    // rule: canonical-json
    try {
        $value = json_decode($text, false, 16, JSON_THROW_ON_ERROR);
        $flags = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_LINE_TERMINATORS | JSON_THROW_ON_ERROR;
        need($value instanceof stdClass && json_encode($value, $flags) === $text, 'canonical JSON');
        return (array) $value;
    } catch (JsonException) {
        throw new NotAuthentic('unreadable');
    }
}

/** Whom a token names; nothing is said about time. Whatever is wrong, the answer is the same. */
function authenticate(string $text, Settings $settings, array $keys): array
{
    try {
        $claims = openToken($text, 'at+jwt', $keys);
        requireClaims($claims, $settings);
        return $claims;
    } catch (NotAuthentic) {
        // rule: same-words
        throw unauthorized('token_invalid');
    }
}

function requireClaims(array $claims, Settings $settings): void
{
    // rule: ver
    $version = $claims['ver'] ?? null;
    need($version === 1 || $version === 2, 'known version');
    // rule: known-claims
    need(hasExactly($claims, $version === 1 ? FIRST : SECOND), 'known claims');
    // rule: iss
    need($claims['iss'] === $settings->issuer, 'iss');
    // rule: aud
    need(isListOf($claims['aud'], ID, 64) && in_array(Settings::ID, $claims['aud'], true), 'aud names me');
    // rule: ids
    foreach (['sub', 'sid', 'jti'] as $name) {
        need(isText($claims[$name], UUID), 'ids');
    }
    // rule: times
    foreach (['iat', 'exp', 'auth_time'] as $name) {
        need(isCount($claims[$name], 1), 'whole seconds');
    }
    // rule: lifetime
    $life = $claims['exp'] - $claims['iat'];
    need($life > 0 && $life <= $settings->tokenTtl, 'lifetime');
    // rule: claim-forms
    need(isText($claims['acr'], '/^[\x21-\x7e]{1,64}$/D'), 'claim forms');
    need(isListOf($claims['amr'], '/^[a-z0-9_-]{1,32}$/D', 8), 'claim forms');
    need(isText($claims['preferred_username'], '/^[a-z0-9._-]{3,64}$/D'), 'claim forms');
    // rule: rights-forms
    if ($version === 2) {
        need(isListOf($claims['roles'], ID, 16, 0) && isSortedOnce($claims['roles']), 'claims of version 2');
        need(isCount($claims['rv']) && isText($claims['client_id'], ID), 'claims of version 2');
        need(in_array($claims['trv'], ['cookie', 'bearer'], true), 'claims of version 2');
    }
}

function isSortedOnce(array $texts): bool
{
    $sorted = array_values(array_unique($texts));
    sort($sorted, SORT_STRING);
    return $sorted === $texts;
}

/** By the clock; there is no grace. */
function requireInTime(array $claims): void
{
    // rule: clock-skew
    if (max($claims['iat'], $claims['auth_time']) > time() + SKEW) {
        throw unauthorized('clock_skew');
    }
    // rule: expired
    if ($claims['exp'] <= time()) {
        throw unauthorized('token_expired');
    }
}
