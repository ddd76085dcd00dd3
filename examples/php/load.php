<?php

declare(strict_types=1);

foreach (['settings', 'problem', 'store', 'keys', 'token', 'transport', 'bank', 'sessions', 'delivery', 'feed', 'stream', 'page', 'routes'] as $part) {
    require_once __DIR__ . "/$part.php";
}
