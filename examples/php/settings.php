<?php

declare(strict_types=1);

/** The settings of this service, by Latchkey's own names. */
final class Settings
{
    public const ID = 'pension';

    public readonly string $host;
    public readonly string $port;
    public readonly string $origin;
    public readonly string $issuer;
    public readonly string $bankUrl;
    public readonly string $cookieDomain;
    public readonly string $folder;
    public readonly int $tokenTtl;
    public readonly int $sessionAbsolute;
    public readonly ?string $secret;
    public readonly ?string $keysFile;
    public readonly ?string $serviceKeyFile;
    public readonly ?string $opsToken;

    public function __construct()
    {
        $this->host = self::of('HOST', '127.0.0.1');
        $this->port = self::of('PORT', '3003');
        $this->origin = self::of('PUBLIC_URL', "http://pension.demo.localhost:{$this->port}");
        $this->issuer = self::of('SSO_ISSUER', 'http://bank.demo.localhost:3001');
        $this->bankUrl = self::of('BANK_URL', $this->issuer);
        $this->cookieDomain = self::of('SSO_COOKIE_DOMAIN', 'demo.localhost');
        $this->folder = self::of('DATA_DIR', '.data');
        $this->tokenTtl = (int) self::of('TOKEN_TTL', '900');
        $this->sessionAbsolute = (int) self::of('SESSION_ABSOLUTE', '43200');
        $this->secret = self::of('JWT_SECRET');
        $this->keysFile = self::of('JWT_KEYS_FILE');
        $this->serviceKeyFile = self::of('SERVICE_KEY_FILE');
        $this->opsToken = self::of('OPS_TOKEN');
        if (($this->secret === null) === ($this->keysFile === null)) {
            throw new RuntimeException('set JWT_SECRET or JWT_KEYS_FILE, and not both');
        }
    }

    private static function of(string $name, ?string $otherwise = null): ?string
    {
        $value = getenv($name);
        return $value === false || $value === '' ? $otherwise : $value;
    }
}
