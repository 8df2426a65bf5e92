# shellcheck shell=bash
# Downloads: each is a line of manifest.tsv, and its bytes are compared with the checksum there.
MANIFEST=${MANIFEST:-$LAB_ROOT/nodes/manifest.tsv}

# manifest NAME COLUMN: a field of the line of NAME: 2 version, 3 URL, 4 sha256.
manifest() {
  awk -F '\t' -v name="$1" -v column="$2" \
    '$1 == name { print $column; found = 1 } END { exit !found }' "$MANIFEST" ||
    fail "$EXIT_UNKNOWN" "no download is called $1: $MANIFEST has $(manifest_names | paste -sd ' ')"
}

manifest_names() {
  awk -F '\t' '!/^#/ && NF { print $1 }' "$MANIFEST"
}

# is_intact FILE SHA256
is_intact() {
  [[ -f $1 ]] && sha256sum --check --status <<<"$2  $1"
}

# mirrored URL: the address to ask. MIRROR_URL replaces the host, the path stays.
mirrored() {
  if [[ -n $MIRROR_URL ]]; then
    printf '%s\n' "${MIRROR_URL%/}/${1#*://*/}"
  else
    printf '%s\n' "$1"
  fi
}

# fetch_file URL PATH
fetch_file() {
  case $1 in
  s3://*) aws s3 cp --only-show-errors "$1" "$2" ;;
  *)
    curl --fail --silent --show-error --location --proto '=https,file' --proto-redir '=https' \
      --retry 5 --retry-all-errors --retry-delay 3 --connect-timeout 20 --max-time 900 \
      --output "$2" "$1"
    ;;
  esac
}

# download NAME: print the path of the verified file. What one node has fetched all others find.
download() {
  local name=$1 url sha256 file fresh
  url=$(manifest "$name" 3) || exit
  sha256=$(manifest "$name" 4) || exit
  file=$SOFTWARE_FOLDER/downloads/$sha256/${url##*/}
  if ! is_intact "$file" "$sha256"; then
    mkdir -p "${file%/*}"
    fresh=$(mktemp "$file.XXXXXX")
    url=$(mirrored "$url")
    fetch_file "$url" "$fresh" || {
      rm -f "$fresh"
      fail "$EXIT_NOT_HAD" "$name cannot be had from $url. Without a way to it, put the file on a" \
        "mirror, same path, and set its address as the lab's mirror"
    }
    is_intact "$fresh" "$sha256" || {
      local got
      got=$(sha256sum "$fresh" | cut -d ' ' -f 1)
      rm -f "$fresh"
      fail "$EXIT_CHECKSUM" "$name from $url has the sha256 $got, and $sha256 was recorded: it is not used"
    }
    chmod 0644 "$fresh"
    mv "$fresh" "$file"
  fi
  printf '%s\n' "$file"
}
