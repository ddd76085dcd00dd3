<?php

declare(strict_types=1);

const LONGEST_BODY = 10_000;

/** A request, whichever server took it. Several headers of one name are one, joined by a comma, which no token and no origin has. */
final class Request
{
    /** @param array<string, string> $headers by their names in small letters */
    public function __construct(
        public readonly string $method,
        public readonly string $target,
        private readonly array $headers,
        public readonly string $body,
        public readonly string $peer,
    ) {
    }

    public function header(string $name): ?string
    {
        return $this->headers[$name] ?? null;
    }

    public function path(): string
    {
        return explode('?', $this->target, 2)[0];
    }

    /** Whether a browser opens a page, and no script asks. */
    public function isNavigation(): bool
    {
        $dest = $this->header('sec-fetch-dest');
        return $dest === null ? str_contains($this->header('accept') ?? '', 'text/html') : $dest === 'document';
    }
}

/** What is answered: with a stream, its head alone, and the stream writes what follows. */
final class Response
{
    /** @param list<string> $headers lines */
    public function __construct(
        public readonly int $status,
        public readonly array $headers,
        public readonly string $body = '',
        public readonly ?Closure $stream = null,
    ) {
    }

    public static function json(array $body, int $status = 200, string $type = 'application/json', array $headers = []): self
    {
        $text = json_encode($body, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
        return new self($status, ["Content-Type: $type", ...$headers], $text);
    }

    public static function html(string $text): self
    {
        return new self(200, ['Content-Type: text/html; charset=utf-8'], $text);
    }

    /** @param list<string> $more lines */
    public function with(array $more): self
    {
        return new self($this->status, [...$this->headers, ...$more], $this->body, $this->stream);
    }
}
