# bootstrap/nodes/lib/download.sh
load helper

# manifest_of NAME FILE [SHA256]: a manifest with one line.
manifest_of() {
  local sha256=${3:-$(sha256sum "$2" | cut -d ' ' -f 1)}
  printf '# a comment\n%s\t1.0\thttps://vendor.invalid/some/path/%s\t%s\tnobody\n' \
    "$1" "${2##*/}" "$sha256" >manifest.tsv
  export MANIFEST=$PWD/manifest.tsv
}

# get NAME: download in a step's surroundings.
get() {
  run bash -c ". '$LAB_ROOT/nodes/lib/step.sh'; download '$1'"
}

@test "a mirror replaces the host and keeps the path" {
  mkdir -p mirror/some/path && echo content >mirror/some/path/tool.sh
  manifest_of tool mirror/some/path/tool.sh
  setting MIRROR_URL "file://$PWD/mirror/"
  get tool
  is "$status" 0
  is "$(cat "$output")" content
  is "${output##*/}" tool.sh
}

@test "a file that is there and right is not fetched again" {
  mkdir -p mirror/some/path && echo content >mirror/some/path/tool.sh
  manifest_of tool mirror/some/path/tool.sh
  setting MIRROR_URL "file://$PWD/mirror"
  get tool
  rm -r mirror
  get tool
  is "$status" 0
}

@test "a file that was changed is fetched again" {
  mkdir -p mirror/some/path && echo content >mirror/some/path/tool.sh
  manifest_of tool mirror/some/path/tool.sh
  setting MIRROR_URL "file://$PWD/mirror"
  get tool
  echo more >>"$output"
  get tool
  is "$(cat "$output")" content
}

@test "an unknown name ends with 64 and the known ones" {
  echo content >tool.sh
  manifest_of tool tool.sh
  get other
  is "$status" 64
  says "no download is called other: $MANIFEST has tool"
}

@test "a file that nobody has ends with 65 and leaves nothing" {
  echo content >tool.sh
  manifest_of tool tool.sh
  setting MIRROR_URL "file://$PWD/nowhere"
  fake curl 'exit 37'
  get tool
  is "$status" 65
  says "tool cannot be had from file://$PWD/nowhere/some/path/tool.sh"
  is "$(find "$SOFTWARE_FOLDER" -type f)" ""
}

@test "a wrong checksum ends with 66, names both, and leaves nothing" {
  mkdir -p mirror/some/path && echo content >mirror/some/path/tool.sh
  manifest_of tool mirror/some/path/tool.sh "$(printf '%064d' 0)"
  setting MIRROR_URL "file://$PWD/mirror"
  get tool
  is "$status" 66
  says "has the sha256 434728a410a78f56fc1b5899c3593436e61ab0c731e9072d95e96db290205e53, and 000"
  is "$(find "$SOFTWARE_FOLDER" -type f)" ""
}

@test "curl repeats, follows, and speaks https alone" {
  echo content >tool.sh
  manifest_of tool tool.sh
  fake curl 'cp tool.sh "${@: -2:1}"'
  get tool
  is "$status" 0
  for option in --fail --location '--retry 5' '--proto =https,file' '--proto-redir =https'; do
    [[ " $(calls_of curl) " == *" $option "* ]]
  done
  [[ $(calls_of curl) == *"https://vendor.invalid/some/path/tool.sh" ]]
}

@test "a mirror in S3 needs no way to the internet" {
  echo content >tool.sh
  manifest_of tool tool.sh
  setting MIRROR_URL s3://mirror/lab
  fake aws 'cp tool.sh "${@: -1}"'
  get tool
  is "$status" 0
  [[ $(calls_of aws) == "s3 cp --only-show-errors s3://mirror/lab/some/path/tool.sh "* ]]
}

@test "every line of the manifest has all fields, and no version that moves" {
  while IFS=$'\t' read -r name version url sha256 source; do
    [[ $name == \#* ]] && continue
    [[ $url == https://*"$version"* && $sha256 =~ ^[0-9a-f]{64}$ && -n $source ]]
  done <"$REPOSITORY/bootstrap/nodes/manifest.tsv"
}
