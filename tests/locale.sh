# locale.sh - a locale to translate in, for tests; read in after shell.sh.
#
# glibc translates nothing in C and C.UTF-8, and a machine may have no other
# locale: this one is made in $scratch. `program` is a copy of the program with
# translations of its own beside it.

# make_locale: whether there is one now.
make_locale() {
    mkdir -p "$scratch/locales"
    command -v localedef >/dev/null &&
        localedef -i en_US -f UTF-8 "$scratch/locales/en_US.UTF-8" 2>/dev/null
}

# translated LANGUAGE COMMAND...: run it with that language chosen.
translated() {
    language=$1
    shift
    LOCPATH=$scratch/locales LC_ALL=en_US.UTF-8 LANGUAGE=$language "$@"
}

# give_translation LANGUAGE FILE.po
give_translation() {
    mkdir -p "$scratch/bin/translations/$1/LC_MESSAGES"
    cp "$program" "$scratch/bin/" &&
        msgfmt -o "$scratch/bin/translations/$1/LC_MESSAGES/socket-lab.mo" "$2"
}
