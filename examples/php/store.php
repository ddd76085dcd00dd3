<?php

declare(strict_types=1);

/**
 * What has to outlive a request and the process: a file for each fact, named by a UUID, replaced as a whole. All workers of one
 * machine see it at once; several machines need a database in its place.
 */
final class Store
{
    public function __construct(private readonly string $folder)
    {
        foreach (['ended', 'rights', 'logouts', 'pensions', 'streams', 'slots'] as $kind) {
            if (!is_dir("$folder/$kind")) {
                @mkdir("$folder/$kind", 0700, true);
            }
        }
    }

    public function read(string $path): mixed
    {
        $text = @file_get_contents("{$this->folder}/$path");
        return $text === false ? null : json_decode($text, true);
    }

    /** When this returns it is on the disk. */
    public function write(string $path, mixed $value): void
    {
        $beside = sprintf('%s/%s.%d.new', $this->folder, strtr($path, '/', '-'), getmypid());
        $file = fopen($beside, 'w');
        chmod($beside, 0600);
        fwrite($file, json_encode($value, JSON_THROW_ON_ERROR));
        fsync($file);
        fclose($file);
        rename($beside, "{$this->folder}/$path");
    }

    public function has(string $path): bool
    {
        clearstatcache();
        return is_file("{$this->folder}/$path");
    }

    public function remove(string $path): void
    {
        @unlink("{$this->folder}/$path");
    }

    /** @return list<string> the names of one kind */
    public function names(string $kind): array
    {
        return array_values(array_diff(scandir("{$this->folder}/$kind") ?: [], ['.', '..']));
    }

    /** Forgets what was to be kept until a second that is over. */
    public function sweep(): void
    {
        foreach (['ended', 'rights', 'streams'] as $kind) {
            foreach ($this->names($kind) as $name) {
                if (($this->read("$kind/$name")['until'] ?? 0) <= time()) {
                    $this->remove("$kind/$name");
                }
            }
        }
    }

    /** One of so many places, for as long as this process runs or the handle is open; null while all are taken. */
    public function slot(int $count): mixed
    {
        for ($index = 0; $index < $count; $index++) {
            $file = fopen("{$this->folder}/slots/$index", 'c');
            if (flock($file, LOCK_EX | LOCK_NB)) {
                return $file;
            }
        }
        return null;
    }
}
