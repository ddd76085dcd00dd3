<?php

declare(strict_types=1);

/** Seconds that may have passed since a session was last proven to live. */
const READ = 900;
const SENSITIVE = 15;

/** What the service does, and who may call it. Each route answers what becomes JSON, or a response. */
final class Routes
{
    public const ALL = [
        '/' => ['GET' => 'page'],
        '/health/live' => ['GET' => 'live'],
        '/health/ready' => ['GET' => 'ready'],
        '/internal/keys' => ['GET' => 'keyReport'],
        '/api/me' => ['GET' => 'me'],
        '/api/services' => ['GET' => 'services'],
        '/api/session/stream' => ['GET' => 'stream'],
        '/api/logout' => ['POST' => 'logOut'],
        '/api/logout/everywhere' => ['POST' => 'logOutEverywhere'],
        '/api/pension' => ['GET' => 'readPension', 'PUT' => 'writePension'],
        '/api/pension/clients' => ['GET' => 'clients'],
    ];

    private readonly array $keys;

    public function __construct(
        private readonly Request $request,
        private readonly Settings $settings,
        private readonly Store $store,
    ) {
        $this->keys = $store->read('keys')['keys'];
    }

    /** Who calls. The order decides which error is told: first who it is, then whether the session lives, then rights. */
    private function guard(int $bound, ?string $role = null): Caller
    {
        $caller = callerOf($this->request, $this->settings, $this->keys);
        requireInTime($caller->claims);
        requireActive($caller->claims, $this->store, $bound);
        sawToken($caller->claims, $this->store);
        // rule: role
        if ($role !== null && !in_array($role, $caller->claims['roles'] ?? [], true)) {
            throw new Problem(403, 'role_missing', ['detail' => "This needs the role $role.", 'roles' => [$role]]);
        }
        return $caller;
    }

    public function live(): array
    {
        // rule: alive
        return ['status' => 'ok'];
    }

    public function ready(): array
    {
        return ['status' => 'ok', 'feedAge' => feedAge($this->store)];
    }

    public function me(): array
    {
        // rule: me
        $claims = $this->guard(READ)->claims;
        $told = array_intersect_key($claims, array_flip(['sub', 'sid', 'iat', 'exp']));
        return [...$told, 'username' => $claims['preferred_username'], 'roles' => $claims['roles'] ?? []];
    }

    public function services(): array
    {
        return ['services' => $this->store->read('services') ?? []];
    }

    public function readPension(): array
    {
        $sub = $this->guard(READ)->claims['sub'];
        return ['owner' => $sub, 'monthlyMinor' => $this->store->read("pensions/$sub") ?? '0'];
    }

    public function writePension(): array
    {
        $sub = $this->guard(SENSITIVE)->claims['sub'];
        $value = $this->jsonBody();
        $amount = $value['monthlyMinor'] ?? null;
        if (count($value) !== 1 || !isText($amount, '/^(0|[1-9][0-9]{0,11})$/D')) {
            $errors = [['path' => 'monthlyMinor', 'message' => 'must be cents, as text']];
            throw new Problem(400, 'invalid_body', ['errors' => $errors]);
        }
        $this->store->write("pensions/$sub", $amount);
        return ['owner' => $sub, 'monthlyMinor' => $amount];
    }

    /** Of any other type a foreign page could send it without asking. What is no object is one without members. */
    private function jsonBody(): array
    {
        // rule: json-only
        if (preg_match('/^application\/json\s*(;|$)/Di', $this->request->header('content-type') ?? '') !== 1) {
            throw new Problem(415, 'unsupported_media_type');
        }
        $text = $this->request->body;
        if (strlen($text) > LONGEST_BODY) {
            throw new Problem(413, 'too_large');
        }
        // A member that stands twice is two things to two readers; PHP would keep the last.
        $isOnce = substr_count($text, '"') === 4;
        $value = $isOnce ? json_decode($text, false, 4) : null;
        return $value instanceof stdClass ? (array) $value : [];
    }

    public function clients(): array
    {
        $this->guard(READ, 'adviser');
        return ['clients' => $this->store->names('pensions')];
    }

    public function logOut(bool $everywhere = false): Response
    {
        $caller = callerOf($this->request, $this->settings, $this->keys, true);
        // rule: logout-expired. An authentic token may always end its own session, also when its time is over; but not those of others.
        $left = $caller->claims['auth_time'] + $this->settings->sessionAbsolute - time();
        if ($everywhere || $left <= 0) {
            requireInTime($caller->claims);
        }
        logOutHere($caller, $this->settings, $this->store, $this->keys, $everywhere);
        $reach = "Domain={$this->settings->cookieDomain}; Path=/; Secure; SameSite=Lax";
        $out = "__Secure-latchkey-out={$caller->claims['sid']}; Max-Age=" . max($left, 0);
        // rule: logout-cookies
        $cookies = [COOKIE . '=; Max-Age=0; HttpOnly', 'latchkey-hint=; Max-Age=0', "$out; HttpOnly"];
        return new Response(204, array_map(fn (string $cookie) => "Set-Cookie: $cookie; $reach", $cookies));
    }

    public function logOutEverywhere(): Response
    {
        return $this->logOut(true);
    }

    public function stream(): Response
    {
        $claims = $this->guard(READ)->claims;
        return $this->request->method === 'HEAD' ? Response::json([]) : streamFor($claims, $this->store);
    }

    public function page(): Response
    {
        try {
            $claims = $this->guard(READ)->claims;
        } catch (Problem $problem) {
            if ($problem->status !== 401 || !$this->request->isNavigation()) {
                throw $problem;
            }
            // rule: page-renewal. Back to this origin, never to the Host header's.
            $back = urlencode($this->settings->origin . $this->request->target);
            return new Response(302, ["Location: {$this->settings->issuer}/renew?return_to=$back"]);
        }
        $cents = $this->store->read("pensions/{$claims['sub']}") ?? '0';
        return Response::html(pageFor($claims['preferred_username'], (int) $cents));
    }

    public function keyReport(): array
    {
        if (!$this->isOperator()) {
            throw new Problem(404, 'not_found');
        }
        ['fault' => $fault, 'instance' => $instance] = $this->store->read('keys');
        $replica = ['instance' => $instance, 'thumbprints' => array_column($this->keys, 'thumbprint'), 'signing' => null];
        $replica += ['fault' => $fault, 'feedAge' => feedAge($this->store), 'tokenVersions' => [1, 2]];
        $replica['seenAt'] = (new DateTimeImmutable('now', new DateTimeZone('UTC')))->format('Y-m-d\TH:i:s.v\Z');
        return ['service' => Settings::ID, 'tokenTtl' => $this->settings->tokenTtl, 'replicas' => [$replica]];
    }

    /** By the token of operators; without one, from this machine itself and through no proxy. */
    private function isOperator(): bool
    {
        // rule: operators-only
        $wanted = $this->settings->opsToken;
        if ($wanted !== null) {
            return hash_equals("Bearer $wanted", $this->request->header('authorization') ?? '');
        }
        return $this->request->peer === '127.0.0.1' && $this->request->header('x-forwarded-for') === null;
    }
}
