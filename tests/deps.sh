#!/bin/sh
# deps.sh - installs what building and testing need and this machine lacks.
#
#     sh tests/deps.sh            for `make` and `make test`, with $CC (cc)
#     sh tests/deps.sh tools      for `make lint` and `make format`, and clang
#     sh tests/deps.sh systems    for `make systems`
#     sh tests/deps.sh kernels    for `make kernels`
#     sh tests/deps.sh languages  for tests/program/languages.sh
#
# Asks no network and changes nothing when all of it is there. Otherwise it
# says what it installs and by which command. sudo is used only by those who
# are not root.

set -u
: "${CC:=cc}"
purpose=${1:-build}

# The row of the compiler that was asked for. It may stand behind another
# command, such as ccache, or be a path.
compiler() {
    for word in $CC; do
        case ${word##*/} in
        clang*) echo "c:$word clang clang clang clang clang" ;;
        -*) ;;
        *) echo "c:$word gcc gcc gcc gcc gcc" ;;
        esac
    done | tail -n 1
}

# What is needed: by what it is recognised, and what five systems call it.
# c:NAME is a command, h:NAME a header, l:NAME a library known to pkg-config,
# f:NAME a file.
table() {
    case $purpose in
    build) compiler && build_table && locale_table ;;
    tools) tools_table ;;
    systems) systems_table ;;
    kernels) kernels_table ;;
    languages) languages_table ;;
    esac
}

build_table() {
    cat <<'END'
c:make         make           make           make       make           make
c:pkg-config   pkg-config     pkgconf-pkg-config pkgconf pkgconf-pkg-config pkgconf
h:stdio.h      libc6-dev      glibc-devel    glibc      glibc-devel    musl-dev
h:linux/inet_diag.h linux-libc-dev kernel-headers linux-api-headers linux-glibc-devel linux-headers
l:ncursesw     libncurses-dev ncurses-devel  ncurses    ncurses-devel  ncurses-dev
l:libmnl       libmnl-dev     libmnl-devel   libmnl     libmnl-devel   libmnl-dev
l:md4c         libmd4c-dev    md4c-devel     md4c       md4c-devel     md4c-dev
l:yaml-0.1     libyaml-dev    libyaml-devel  libyaml    libyaml-devel  yaml-dev
l:jansson      libjansson-dev jansson-devel  jansson    libjansson-devel jansson-dev
l:cmocka       libcmocka-dev  libcmocka-devel cmocka    libcmocka-devel cmocka-dev
c:awk          mawk           gawk           gawk       gawk           gawk
c:tmux         tmux           tmux           tmux       tmux           tmux
c:prove        perl           perl-Test-Harness perl    perl           perl-utils
c:xmllint      libxml2-utils  libxml2        libxml2    libxml2-tools  libxml2-utils
c:tcpdump      tcpdump        tcpdump        tcpdump    tcpdump        tcpdump
c:msgfmt       gettext        gettext        gettext    gettext        gettext
c:bash         bash           bash           bash       bash           bash
c:ss           iproute2       iproute        iproute2   iproute2       iproute2
END
}

# What locales are made from, where they are made from files (not with musl).
locale_table() {
    ! command -v localedef >/dev/null || cat <<'END'
f:/usr/share/i18n/locales/en_US locales glibc-locale-source glibc glibc-i18ndata -
END
}

tools_table() {
    cat <<'END'
c:clang        clang          clang             clang    clang       clang
c:clang-format clang-format   clang-tools-extra clang    clang-tools clang-extra-tools
c:clang-tidy   clang-tidy     clang-tools-extra clang    clang-tools clang-extra-tools
c:cppcheck     cppcheck       cppcheck          cppcheck cppcheck    cppcheck
END
}

systems_table() {
    cat <<'END'
c:git          git         git         git         git         git
c:debootstrap  debootstrap debootstrap debootstrap debootstrap debootstrap
END
}

kernels_table() {
    cat <<'END'
c:qemu-system-x86_64 qemu-system-x86 qemu-system-x86-core qemu-system-x86 qemu-x86 qemu-system-x86_64
c:busybox      busybox-static busybox    busybox     busybox-static busybox-static
c:cpio         cpio        cpio        cpio        cpio        cpio
c:wget         wget        wget        wget        wget        wget
c:xz           xz-utils    xz          xz          xz          xz
c:dpkg-deb     dpkg        dpkg        dpkg        dpkg        dpkg
END
}

# Whose sockets are looked at: those of the system, and of no other folder.
languages_table() {
    cat <<'END'
c:strace       strace         strace      strace      strace      strace
c:unshare      util-linux     util-linux  util-linux  util-linux  util-linux-misc
c:ip           iproute2       iproute     iproute2    iproute2    iproute2
c:python3      python3        python3     python      python3     python3
c:node         nodejs         nodejs      nodejs      nodejs      nodejs
c:java         default-jre-headless java-latest-openjdk-headless jre-openjdk-headless java-headless openjdk17-jre-headless
c:go           golang-go      golang      go          go          go
c:rustc        rustc          rust        rust        rust        rust
c:nginx        nginx          nginx       nginx       nginx       nginx
END
}

have_header() {
    printf '#include <%s>\n' "$1" | $CC -E -x c - >/dev/null 2>&1
}

# Whether a library can be compiled against, also before pkg-config is there.
have_library() {
    command -v pkg-config >/dev/null 2>&1 && pkg-config --exists "$1"
}

have() {
    case $1 in
    c:*) command -v "${1#c:}" >/dev/null 2>&1 ;;
    h:*) have_header "${1#h:}" ;;
    l:*) have_library "${1#l:}" ;;
    f:*) [ -r "${1#f:}" ] ;;
    esac
}

# The first package manager that is there, and its column in the table.
manager() {
    column=1
    for program in apt-get dnf pacman zypper apk; do
        column=$((column + 1))
        if command -v $program >/dev/null 2>&1; then
            echo "$program $column"
            return
        fi
    done
    echo "none 0"
}

missing() {
    table | while read -r what names; do
        have "$what" || echo "$what $names"
    done
}

case $purpose in
build | tools | systems | kernels) ;;
languages) PATH=/usr/sbin:/usr/bin:/sbin:/bin ;;
*)
    echo 'usage: deps.sh [tools | systems | kernels | languages]' >&2
    exit 2
    ;;
esac
lacking=$(missing)
[ -n "$lacking" ] || exit 0

what=$(echo "$lacking" | awk '{ printf "%s%s", sep, substr($1, 3); sep = ", " }')
set -- $(manager)
if [ "$1" = none ]; then
    echo "deps: missing: $what" >&2
    echo "deps: no package manager that I know (apt, dnf, pacman, zypper," \
        "apk); please install these yourself" >&2
    exit 1
fi
packages=$(echo "$lacking" | awk -v c="$2" '!seen[$c]++ { printf "%s ", $c }')

sudo=
if [ "$(id -u)" -ne 0 ]; then
    sudo=sudo
    if ! command -v sudo >/dev/null 2>&1; then
        echo "deps: missing: $what" >&2
        echo "deps: as root, install: $packages" >&2
        exit 1
    fi
fi

# Say a command, then run it.
run() {
    echo "deps: $*"
    "$@"
}

echo "deps: missing: $what"
case $1 in
apt-get)
    run $sudo apt-get update -q
    # With that runlevel no server is started that comes along (nginx).
    run $sudo env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
        apt-get install -q -y --no-install-recommends $packages
    ;;
dnf) run $sudo dnf install -y $packages ;;
pacman) run $sudo pacman -S --needed --noconfirm $packages ;;
zypper) run $sudo zypper --non-interactive install $packages ;;
apk) run $sudo apk add $packages ;;
esac || exit 1

lacking=$(missing)
if [ -n "$lacking" ]; then
    echo "deps: still missing:" \
        $(echo "$lacking" | awk '{ print substr($1, 3) }') >&2
    exit 1
fi
