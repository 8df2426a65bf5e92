# bootstrap/nodes/steps/: conda, environments; test_software.py installs from locks
load helper

lock() {
  mkdir -p "$LAB_ROOT/lab/environments/pbmc-atlas" shared/software/conda/current/bin
  printf '%s\n' "${1:-@EXPLICIT}" >"$LAB_ROOT/lab/environments/pbmc-atlas/scanpy.lock"
  fake chown true
  fake systemctl 'exit 5'
  sha256=$(sha256sum "$LAB_ROOT/lab/environments/pbmc-atlas/scanpy.lock" | cut -d ' ' -f 1)
  printf 'pbmc-atlas\tscanpy\t%s\n' "$sha256" >"$LAB_ROOT/lab/environments.tsv"
  fake conda 'mkdir -p "$5/bin"'
  ln -sf "$PWD/fakes/conda" shared/software/conda/current/bin/conda
  environment=$SOFTWARE_FOLDER/environments/pbmc-atlas/scanpy/${sha256:0:16}
}

@test "an environment is made from its lock, once" {
  lock
  step environments
  is "$status" 0
  is "$(calls_of conda)" "create --yes --quiet --prefix $environment --file $LAB_ROOT/lab/environments/pbmc-atlas/scanpy.lock"
  [[ -f $environment/.lab-complete ]]
  is "$(readlink "${environment%/*}/current")" "${sha256:0:16}"
  grep -q "^prepend-path PATH $environment/bin$" shared/software/modules/pbmc-atlas/scanpy
  : >calls
  step environments
  is "$output" ""
  is "$(calls_of conda)" ""
}

@test "lines without a server get that of conda's settings" {
  lock $'@EXPLICIT\nbioconda/linux-64/a-1-0.conda#00\nhttps://mirror.example/conda-forge/noarch/b-1-0.conda#11'
  fake conda 'if [[ $1 == config ]]; then echo "channel_alias: https://conda.example/"; else cp "${@: -1}" got && mkdir -p "$5/bin"; fi'
  step environments
  is "$status" 0
  is "$(cat got)" "@EXPLICIT
https://conda.example/bioconda/linux-64/a-1-0.conda#00
https://mirror.example/conda-forge/noarch/b-1-0.conda#11"
}

@test "a lock without @EXPLICIT is told, and conda is not asked" {
  lock 'name: an environment.yml'
  step environments
  is "$status" 0
  says "error: pbmc-atlas/scanpy: its lock file has no line @EXPLICIT"
  is "$(calls_of conda)" ""
  [[ $(calls_of aws) == "sns publish "*"demo-dev: environments that could not be made"* ]]
}

@test "an environment that conda cannot make leaves nothing" {
  lock
  fake conda 'mkdir -p "$5/bin"; exit 1'
  step environments
  is "$status" 0
  [[ ! -e $environment && ! -e shared/software/modules/pbmc-atlas/scanpy ]]
}

@test "what takes too long is made by a unit of its own" {
  lock
  fake conda 'sleep 30'
  fake systemd-run true
  run bash "$LAB_ROOT/nodes/steps/environments.sh" 1
  is "$status" 0
  says "pbmc-atlas/scanpy: more than 1 s"
  is "$(calls_of systemd-run)" "--quiet --collect --unit lab-environments --setenv LAB_ROLE=head bash -c bash $LAB_ROOT/nodes/steps/environments.sh 86400 && bash $LAB_ROOT/nodes/steps/kernels.sh"
  is "$(calls_of aws)" ""
}

# installer SCRIPT: a Miniforge in the manifest.
installer() {
  mkdir -p mirror && printf '#!/bin/bash\n%s\n' "$1" >mirror/Miniforge3.sh
  printf 'miniforge\t1.2\thttps://vendor.invalid/Miniforge3.sh\t%s\tnobody\n' \
    "$(sha256sum mirror/Miniforge3.sh | cut -d ' ' -f 1)" >manifest.tsv
  export MANIFEST=$PWD/manifest.tsv
  setting MIRROR_URL "file://$PWD/mirror"
  fake chown true
}

@test "conda is installed in its place, and is root's" {
  installer 'mkdir -p "$3/bin"; printf "#!/bin/sh\necho conda" >"$3/bin/conda"; chmod 0777 "$3/bin/conda"'
  step conda
  is "$status" 0
  is "$(stat --format %a shared/software/conda/current/bin/conda)" 755
  rm -r mirror
  step conda
  is "$output" ""
}

@test "an installer that fails leaves the older conda in use" {
  installer 'mkdir -p "$3/bin"; exit 3'
  ln -s 1.1 shared/software/conda 2>/dev/null || true
  rm shared/software/conda && mkdir shared/software/conda && ln -s 1.1 shared/software/conda/current
  step conda
  is "$status" 3
  is "$(readlink shared/software/conda/current)" 1.1
}
