<?php

declare(strict_types=1);

foreach (['settings', 'problem', 'http', 'store', 'keys', 'token', 'transport', 'bank', 'sessions', 'delivery', 'feed', 'stop', 'stream', 'page'] as $part) {
    require_once __DIR__ . "/$part.php";
}
foreach (['routes', 'respond', 'server', 'chores'] as $part) {
    require_once __DIR__ . "/$part.php";
}
