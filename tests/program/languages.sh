#!/bin/sh
# languages.sh - that Python, Node, Java, Go, Rust and nginx, as Debian has
# them, make their sockets as the pages on them say (lessons/words/python.md and
# so on), seen by strace(1), and that their messages read as there.
#
# All of it runs in a network namespace of its own: every port is free, and
# nothing can be reached from outside. What is not installed is skipped;
# LAB_REQUIRE_LANGUAGES=1 makes that a failure, `sh tests/deps.sh languages`
# installs it.

if [ -z "${LANGUAGES_INSIDE:-}" ]; then
    if unshare -rn true 2>/dev/null; then
        LANGUAGES_INSIDE=1 exec unshare -rn sh "$0"
    fi
    . "$(dirname "$0")/../shell.sh"
    skip 'what languages do' 'needs unshare(1), and network namespaces'
    exit 0
fi

. "$(dirname "$0")/../shell.sh"
# What Debian has, and nothing that somebody has put before it.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
ip link set lo up || exit 1
cd "$scratch" || exit 1

# lacking WHAT PROGRAM...: whether one is not there, which is said.
lacking() {
    about=$1
    shift
    for one in "$@"; do
        command -v "$one" >/dev/null && continue
        if [ "${LAB_REQUIRE_LANGUAGES:-0}" = 1 ]; then
            echo "# $one is not installed: sh tests/deps.sh languages"
            echo "not ok - what $about does"
        else
            echo "ok - what $about does # SKIP $one is not installed"
        fi
        return 0
    done
    return 1
}

# traced NAME COMMAND...: its calls in NAME.calls, what it says in NAME.said.
calls=socket,setsockopt,bind,listen,rt_sigaction
traced() {
    name=$1
    shift
    strace -f -qq -e signal=none -e trace=$calls -o "$name.calls" \
        timeout 100 "$@" >"$name.said" 2>&1 </dev/null
}

# does WHAT NAME PATTERN...: one call after the other, in this order, each of a
# line that has the pattern.
does() {
    what=$1 name=$2
    shift 2
    printf '%s\n' "$@" >patterns
    if awk 'NR == FNR { want[++n] = $0; next }
            at < n && index($0, want[at + 1]) { at++ }
            END { exit at < n }' patterns "$name.calls"; then
        pass "$what"
    else
        sed 's/^/# wanted: /' patterns
        fail "$what" "$name.calls"
    fi
}

# never WHAT NAME PATTERN: no call is so.
never() {
    if [ -s "$2.calls" ] && ! grep -qF "$3" "$2.calls"; then
        pass "$1"
    else
        fail "$1" "$2.calls"
    fi
}

# reads PAGE NAME TEXT: the program has said that, and the page has it.
reads() {
    "$program" explain "$1" >page.text 2>&1
    if ! grep -qF -- "$3" "$2.said"; then
        fail "$1 says: $3" "$2.said"
    elif ! grep -qF -- "$3" page.text; then
        fail "explain $1 has: $3" page.text
    else
        pass "$1 says, as its page has it: $3"
    fi
}

stream='SOCK_STREAM|SOCK_CLOEXEC'
reuse='SO_REUSEADDR, [1]'

python_does() {
    lacking Python strace python3 && return
    traced bare python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 8080))
s.listen()
t = socket.socket()
t.bind(("127.0.0.1", 8080))'
    does 'Python: close-on-exec, and a backlog of 128' bare \
        "AF_INET, $stream" 'bind(' 'listen(3, 128)'
    does 'Python ignores SIGPIPE' bare 'SIGPIPE, {sa_handler=SIG_IGN'
    never 'Python: a bare socket has no SO_REUSEADDR' bare SO_REUSEADDR
    reads python bare 'OSError: [Errno 98] Address already in use'
    traced refused python3 -c 'import socket
socket.create_connection(("127.0.0.1", 8081))'
    reads python refused 'ConnectionRefusedError: [Errno 111] Connection refused'
    traced create python3 -c 'import socket
socket.create_server(("::1", 8080), family=socket.AF_INET6)'
    does 'Python: create_server() sets SO_REUSEADDR and IPV6_V6ONLY' create \
        "AF_INET6, $stream" "$reuse" 'IPV6_V6ONLY, [1]' 'bind('
    traced dual python3 -c 'import socket
socket.create_server(("", 8080), family=socket.AF_INET6, dualstack_ipv6=True)'
    does 'Python: dualstack_ipv6 clears IPV6_V6ONLY' dual \
        "$reuse" 'IPV6_V6ONLY, [0]' 'bind('
    traced server python3 -c 'import socketserver
socketserver.TCPServer(("127.0.0.1", 8080), None)'
    does 'Python: socketserver has a backlog of 5' server 'listen(3, 5)'
    never 'Python: socketserver has no SO_REUSEADDR' server SO_REUSEADDR
    traced http python3 -c 'import http.server
http.server.HTTPServer(("127.0.0.1", 8080), None)'
    does 'Python: http.server sets SO_REUSEADDR, and has a backlog of 5' http \
        "$reuse" 'bind(' ', 5)'
    traced asyncio python3 -c 'import asyncio
async def main():
    await asyncio.start_server(print, ["127.0.0.1", "::1"], 8080)
asyncio.run(main())'
    does 'Python: asyncio sets SO_REUSEADDR, and has a backlog of 100' asyncio \
        "$reuse" 'bind(' ', 100)'
    does 'Python: asyncio sets IPV6_V6ONLY' asyncio 'IPV6_V6ONLY, [1]'
}

node_does() {
    lacking Node strace node && return
    cat >server.js <<'END'
const net = require('net');
const first = net.createServer();
const second = net.createServer();
second.on('error', (e) => {
    console.log(String(e));
    net.connect(5432, '127.0.0.1').on('error', (e) => {
        console.log(String(e));
        first.close();
    });
});
first.listen(3000, () => second.listen(3000));
END
    traced node node server.js
    does 'Node: close-on-exec, SO_REUSEADDR, IPv4 as well, 511' node \
        "AF_INET6, $stream" "$reuse" 'IPV6_V6ONLY, [0]' 'bind(' ', 511)'
    does 'Node ignores SIGPIPE' node 'SIGPIPE, {sa_handler=SIG_IGN'
    reads node node 'Error: listen EADDRINUSE: address already in use :::3000'
    reads node node 'Error: connect ECONNREFUSED 127.0.0.1:5432'
}

java_does() {
    lacking Java strace java && return
    cat >Server.java <<'END'
import java.net.*;

public class Server {
    public static void main(String[] args) throws Exception {
        new ServerSocket(8080);
        try {
            new ServerSocket(8080);
        } catch (Exception e) {
            System.out.println(e);
        }
        new Socket("127.0.0.1", 8081);
    }
}
END
    traced java java Server.java
    does 'Java: SO_REUSEADDR, IPv4 as well, 50' java 'socket(AF_INET6, SOCK_STREAM,' \
        'IPV6_V6ONLY, [0]' "$reuse" 'bind(' ', 50)'
    never 'Java: no close-on-exec' java "AF_INET6, $stream"
    does 'Java has a handler for SIGPIPE' java 'SIGPIPE, {sa_handler=0x'
    reads java java 'java.net.BindException: Address already in use'
    reads java java 'java.net.ConnectException: Connection refused'
}

go_does() {
    lacking Go strace go && return
    cat >server.go <<'END'
package main

import (
    "fmt"
    "net"
)

func main() {
    net.Listen("tcp", ":8080")
    _, err := net.Listen("tcp", ":8080")
    fmt.Println(err)
    net.Listen("tcp4", "127.0.0.1:8081")
    net.Listen("tcp6", "[::]:8082")
    _, err = net.Dial("tcp", "127.0.0.1:5432")
    fmt.Println(err)
}
END
    if ! GO111MODULE=off GOPATH=$scratch/go GOCACHE=$scratch/cache \
        CGO_ENABLED=0 go build -o server.bin server.go >built 2>&1; then
        fail 'what Go does' built
        return
    fi
    traced go ./server.bin
    most=$(cat /proc/sys/net/core/somaxconn)
    does 'Go: close-on-exec, IPv4 as well, SO_REUSEADDR, somaxconn' go \
        "AF_INET6, $stream" 'IPV6_V6ONLY, [0]' "$reuse" 'htons(8080)' \
        "listen(3, $most)"
    does 'Go: tcp4 is an IPv4 socket, tcp6 sets IPV6_V6ONLY' go "$reuse" \
        'sin_port=htons(8081)' 'IPV6_V6ONLY, [1]' 'sin6_port=htons(8082)'
    does 'Go has a handler for SIGPIPE' go 'SIGPIPE, {sa_handler=0x'
    reads go go 'listen tcp :8080: bind: address already in use'
    reads go go 'dial tcp 127.0.0.1:5432: connect: connection refused'
}

rust_does() {
    lacking Rust strace rustc cc && return
    cat >server.rs <<'END'
use std::net::{TcpListener, TcpStream};

fn main() {
    let _first = TcpListener::bind("[::]:8080").unwrap();
    let error = TcpListener::bind("[::]:8080").unwrap_err();
    println!("{:?}\n{}", error, error);
    println!("{}", TcpStream::connect("127.0.0.1:5432").unwrap_err());
}
END
    if ! rustc -o server.bin server.rs >built 2>&1; then
        fail 'what Rust does' built
        return
    fi
    traced rust ./server.bin
    does 'Rust: close-on-exec, SO_REUSEADDR, a backlog of 128' rust \
        "AF_INET6, $stream" "$reuse" 'bind(' 'listen(3, 128)'
    never 'Rust leaves IPV6_V6ONLY alone' rust IPV6_V6ONLY
    does 'Rust ignores SIGPIPE' rust 'SIGPIPE, {sa_handler=SIG_IGN'
    reads rust rust \
        'Os { code: 98, kind: AddrInUse, message: "Address already in use" }'
    reads rust rust 'Address already in use (os error 98)'
    reads rust rust 'Connection refused (os error 111)'
}

nginx_conf() {
    cat <<END
user root root;
pid $scratch/nginx.pid;
daemon off;
master_process off;
events {}
http {
    access_log off;
    client_body_temp_path $scratch/body;
    proxy_temp_path $scratch/proxy;
    fastcgi_temp_path $scratch/fastcgi;
    uwsgi_temp_path $scratch/uwsgi;
    scgi_temp_path $scratch/scgi;
    server {
        listen 80;
        listen [::]:80;
        listen 127.0.0.1:81 reuseport;
    }
}
END
}

# It has come up, or has ended already.
nginx_runs() {
    { [ -s nginx.pid ] && grep -q SIGPIPE nginx.calls; } ||
        ! kill -0 "$traced_pid" 2>/dev/null
}

nginx_does() {
    lacking nginx strace nginx && return
    nginx_conf >nginx.conf
    traced nginx nginx -e stderr -c "$scratch/nginx.conf" &
    traced_pid=$!
    eventually nginx_runs
    if ! [ -s nginx.pid ]; then
        fail 'nginx starts' nginx.said
        return
    fi
    sed 's/nginx\.pid/second.pid/' nginx.conf >second.conf
    nginx -e stderr -c "$scratch/second.conf" >second.said 2>&1 </dev/null
    kill -QUIT "$(cat nginx.pid)"
    wait "$traced_pid"
    does 'nginx: SO_REUSEADDR, a backlog of 511' nginx \
        'socket(AF_INET, SOCK_STREAM, ' "$reuse" 'htons(80)' ', 511)'
    does 'nginx: [::] sets IPV6_V6ONLY' nginx \
        'AF_INET6' 'IPV6_V6ONLY, [1]' 'sin6_port=htons(80)'
    does 'nginx: reuseport' nginx 'SO_REUSEPORT, [1]' 'htons(81)'
    never 'nginx: no close-on-exec' nginx "AF_INET, $stream"
    does 'nginx ignores SIGPIPE' nginx 'SIGPIPE, {sa_handler=SIG_IGN'
    reads nginx second 'bind() to 0.0.0.0:80 failed (98: Address already in use)'
    reads nginx second 'still could not bind()'
}

python_does
node_does
java_does
go_does
rust_does
nginx_does
