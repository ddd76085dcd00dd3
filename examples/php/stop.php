<?php

declare(strict_types=1);

/** Whether this process was asked to end. */
final class Stop
{
    private static bool $isAsked = false;

    public static function listen(): void
    {
        self::$isAsked = false;
        pcntl_async_signals(true);
        foreach ([SIGTERM, SIGINT] as $signal) {
            // What waits is interrupted.
            pcntl_signal($signal, fn () => self::$isAsked = true, false);
        }
    }

    public static function isAsked(): bool
    {
        return self::$isAsked;
    }
}
