<?php

declare(strict_types=1);

/** It comes again when its session ends, and so leads to the renewal or to the login. */
function pageFor(string $name, int $cents): string
{
    $name = htmlspecialchars($name);
    $amount = number_format($cents / 100, 2, '.', '');
    return <<<HTML
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Pension</title>
        <h1>Your pension, $name</h1>
        <p>$amount a month</p>
        <script>new EventSource('/api/session/stream').addEventListener('end', () => location.reload());</script>
        </html>
        HTML;
}
