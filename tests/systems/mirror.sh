# mirror.sh - where packages come from; read in by others with `.`.

# Where apt has this system's packages from: the first place that offers the
# release that is installed here. Of a list of mirrors, its first.
mirror() {
    if [ -n "${MIRROR:-}" ]; then
        echo "$MIRROR"
        return
    fi
    release=$(. /etc/os-release && echo "${ID:-} ${VERSION_CODENAME:-}")
    case $release in
    'debian '?*) ;;
    *) return ;;
    esac
    found=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' \
        'Created-By: Packages' 2>/dev/null |
        awk -v release="${release#debian }" '$2 == release { print $1; exit }')
    case $found in
    mirror+file:*) awk '{ print $1; exit }' "${found#mirror+file:}" ;;
    *) echo "$found" ;;
    esac
}
