# bash health.sh /health/ready: 0 if the service in this container answers 200 to that path, else 1. A check by a process of Node
# would cost more than what it asks: 40 MB and 50 ms, in every container, forever. The engine bounds the time.
host=${HOST:-127.0.0.1}
# Every address, in IPv6's words, of which IPv4's are a part.
[ "$host" = :: ] && host=127.0.0.1
exec 3<>"/dev/tcp/$host/$PORT" || exit 1
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$1" >&3
read -r _ status _ <&3
[ "$status" = 200 ]
