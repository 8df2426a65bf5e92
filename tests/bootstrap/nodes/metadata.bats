# bootstrap/nodes/steps/metadata.sh
load helper

setup_fakes() {
  fake iptables "$1"
  fake ip6tables "$1"
  fake iptables-restore 'cat >>rules'
  fake ip6tables-restore 'cat >>rules6'
  fake getent '[[ $2 == root || $2 == pcluster-admin ]]'
  fake id '[[ $2 == root ]] && echo 0 || echo 400'
  mkdir ipv6
  export PROC_IPV6=$PWD/ipv6
}

@test "root and ParallelCluster's daemons pass, everybody else is refused" {
  setup_fakes 'exit 1'
  fake iptables '[[ $* != *--check* ]]'
  fake ip6tables '[[ $* != *--check* ]]'
  step metadata
  is "$status" 0
  is "$(cat rules)" "*filter
:LAB_METADATA - [0:0]
-A LAB_METADATA -m owner --uid-owner 0 -j RETURN
-A LAB_METADATA -m owner --uid-owner 400 -j RETURN
-A LAB_METADATA -j REJECT
COMMIT
*filter
:LAB_TUNNEL - [0:0]
-A LAB_TUNNEL -m owner --uid-owner 1-65534 -j REJECT
COMMIT"
  is "$(cat rules6)" "$(head -n 6 rules)"
  [[ $(calls_of iptables) == *"--insert OUTPUT --destination 169.254.169.254 --jump LAB_METADATA"* ]]
  [[ $(calls_of iptables) == *"--insert OUTPUT --out-interface lo --protocol tcp --dport 20049:21049 --jump LAB_TUNNEL" ]]
  [[ $(calls_of ip6tables) == *"--insert OUTPUT --destination fd00:ec2::254 --jump LAB_METADATA" ]]
}

@test "the way into the chain is laid once" {
  setup_fakes true
  step metadata
  is "$status" 0
  [[ $(calls_of iptables) != *--insert* ]]
  is "$(calls_of iptables-restore | uniq)" "--wait --noflush"
}

@test "a kernel without IPv6 has nothing to close" {
  setup_fakes true
  rmdir ipv6
  step metadata
  is "$status" 0
  [[ ! -e rules6 ]]
}

@test "a node whose rules cannot be set does not start" {
  setup_fakes true
  fake iptables-restore 'exit 2'
  step metadata
  is "$status" 2
}

@test "rules come back before the network does, and after ParallelCluster's service" {
  setup_fakes true
  step metadata
  grep -q '^Before=network-pre.target$' etc/systemd/system/multi-user.target.wants/lab-metadata.service
  grep -q "^ExecStartPost=/bin/bash $LAB_ROOT/nodes/steps/metadata.sh$" \
    etc/systemd/system/parallelcluster-iptables.service.d/lab.conf
}
