# shellcheck shell=bash
# Packages of Ubuntu.

# package_is_installed NAME
package_is_installed() {
  # shellcheck disable=SC2016  # dpkg-query fills ${Status}
  [[ $(dpkg-query --show --showformat '${Status}' "$1" 2>/dev/null) == 'install ok installed' ]]
}

# apt_get ARGUMENT...: apt-get without questions. Ubuntu's own nightly jobs hold its lock for a while.
apt_get() {
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get --quiet --assume-yes \
    --option DPkg::Lock::Timeout=300 --option Acquire::Retries=5 \
    --option Dpkg::Options::=--force-confold --no-install-recommends "$@"
}

# apt_install NAME-OR-FILE...: the lists of packages that came with the image are tried first.
apt_install() {
  apt_get install "$@" || { apt_get update && apt_get install "$@"; } ||
    fail "$EXIT_NOT_HAD" "apt could not install $*: the lines above say what is missing"
}

# install_packages NAME...: those that are missing. Without any, no archive is asked.
install_packages() {
  local name missing=()
  for name in "$@"; do
    package_is_installed "$name" || missing+=("$name")
  done
  ((${#missing[@]})) || return 0
  say "installing ${missing[*]}"
  apt_install "${missing[@]}"
}
