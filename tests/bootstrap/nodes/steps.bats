# bootstrap/nodes/steps/, the short ones: folders, links, packages, downloads, modules, r, rstudio
load helper

@test "folders: nothing is made where the shared folder is not mounted" {
  fake mountpoint 'exit 1'
  step folders
  is "$status" 75
  says "shared is not mounted"
  is "$(ls shared)" software
}

@test "folders: a project's folder has its owner and permissions, and one with a dash none" {
  fake chown true
  step folders
  is "$status" 0
  is "$(stat --format %a shared/projects/pbmc-atlas)" 750
  [[ $(calls_of chown) == *"20001:20001 $SHARED_FOLDER/projects/pbmc-atlas" ]]
  [[ ! -e shared/projects/plans ]]
}

@test "links: projects and software are at the paths of notebooks on Kubernetes" {
  rmdir shared/software
  SOFTWARE_FOLDER=$PWD/software step links
  is "$(readlink software projects | xargs)" "$SHARED_FOLDER/software $SHARED_FOLDER/projects"
}

@test "packages: Lmod replaces Environment Modules and nothing else" {
  fake dpkg-query '[[ $* == *environment-modules && -e installed ]] && printf "deinstall ok config-files"; exit 1'
  fake apt-get '[[ $* == *--simulate* ]] && echo "Remv environment-modules [5.4]" || touch installed'
  fake dpkg true
  step packages
  is "$status" 0
  [[ $(calls_of apt-get) == *" install lmod" ]]
}

@test "packages: Lmod stays away where it would remove what came with the image" {
  fake dpkg-query 'exit 1'
  fake apt-get 'printf "Remv environment-modules [5.4]\nRemv openmpi40-aws [4.1]\n"'
  step packages
  is "$status" 0
  says "Lmod would remove openmpi40-aws"
  [[ $(calls_of apt-get) == *"--simulate install lmod" ]]
}

@test "packages: what Environment Modules leaves behind is purged" {
  fake dpkg-query '[[ $* == *lmod ]] && printf "install ok installed" || printf "deinstall ok config-files"'
  fake dpkg true
  step packages
  is "$(calls_of dpkg)" "--purge environment-modules"
}

@test "downloads: every line of the manifest is fetched" {
  export MANIFEST=$PWD/manifest.tsv
  mkdir mirror
  for name in one two; do
    echo "$name" >"mirror/$name"
    printf '%s\t1\thttps://vendor.invalid/%s\t%s\tnobody\n' "$name" "$name" \
      "$(sha256sum "mirror/$name" | cut -d ' ' -f 1)" >>manifest.tsv
  done
  setting MIRROR_URL "file://$PWD/mirror"
  step downloads
  is "$status" 0
  is "$(cat shared/software/downloads/*/* | sort | xargs)" "one two"
}

@test "modules: the path of modules has the lab's once, also in shells within shells" {
  mkdir -p shared/software/modules
  step modules
  is "$(MODULEPATH=/other bash -c '. etc/profile.d/zz-lab.sh; . etc/profile.d/zz-lab.sh; echo $MODULEPATH')" \
    "$SOFTWARE_FOLDER/modules:/other"
}

@test "modules: a shell starts where conda is not there yet" {
  step modules
  run sh -euc '. etc/profile.d/zz-lab.sh'
  is "$status" 0
}

@test "r: Ubuntu's packages are asked for" {
  fake dpkg-query 'exit 1'
  fake apt-get true
  step r
  [[ $(calls_of apt-get) == *" install r-base-core r-cran-irkernel" ]]
}

@test "rstudio: the version that is there is not installed again, and its service is masked" {
  fake dpkg-query 'printf 2026.09.0+174'
  fake apt-get true
  step rstudio
  is "$status" 0
  is "$(calls_of apt-get)" ""
  is "$(readlink etc/systemd/system/rstudio-server.service)" /dev/null
}
