<?php

declare(strict_types=1);

/** An error in the shape that sites and programs act on: RFC 9457, with the codes of Latchkey's docs/tokens.md. */
final class Problem extends Exception
{
    public const TITLES = [
        400 => 'Bad Request', 401 => 'Unauthorized', 403 => 'Forbidden', 404 => 'Not Found', 405 => 'Method Not Allowed',
        411 => 'Length Required', 413 => 'Content Too Large', 415 => 'Unsupported Media Type', 429 => 'Too Many Requests', 431 => 'Headers Too Large', 500 => 'Internal Server Error',
        503 => 'Service Unavailable',
    ];
    // One wording of each, whatever was wrong: the reason is nobody's business.
    private const DETAILS = [
        'token_missing' => 'A token is needed here, and none came.',
        'token_invalid' => 'The token is not authentic.',
        'token_expired' => "The token's time is over.",
        'clock_skew' => 'The clocks of service and bank differ too much.',
        'session_ended' => 'The session is over.',
        'renew_required' => 'A newer token is needed here.',
        'csrf_refused' => 'This request did not come from a page that may act here.',
    ];

    public function __construct(
        public readonly int $status,
        public readonly string $name,
        private readonly array $members = [],
        public readonly array $headers = [],
    ) {
        parent::__construct($name);
    }

    public function body(string $requestId): array
    {
        // rule: problem
        $title = self::TITLES[$this->status];
        $head = ['type' => 'about:blank', 'title' => $title, 'status' => $this->status];
        $detail = ['detail' => self::DETAILS[$this->name] ?? $title];
        return [...$head, ...$detail, ...$this->members, 'code' => $this->name, 'requestId' => $requestId];
    }
}

function unauthorized(string $name): Problem
{
    return new Problem(401, $name);
}
