# shellcheck shell=bash
# The lab's settings, as the stack wrote them next to these scripts.

# load_settings: every KEY of settings.env becomes a variable, known to programs too.
load_settings() {
  local file=$LAB_ROOT/lab/settings.env
  [[ -r $file ]] || fail "$EXIT_SETTINGS" "$file is missing: the stack writes it beside the scripts"
  set -a
  # shellcheck source=/dev/null
  . "$file"
  : "${SHARED_FOLDER:=/shared}" "${MIRROR_URL:=}"
  : "${SOFTWARE_FOLDER:=/software}" "${PROJECTS_FOLDER:=/projects}"
  # Version 1 of the AWS command line, which ParallelCluster's images have, reads only this one.
  export AWS_DEFAULT_REGION=${AWS_REGION:-}
  if [[ -z ${SLURM_BIN:-} ]]; then
    SLURM_BIN=/usr/bin
    [[ ! -d /opt/slurm/bin ]] || SLURM_BIN=/opt/slurm/bin
  fi
  set +a
}
