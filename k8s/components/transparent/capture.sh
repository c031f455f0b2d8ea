#!/bin/sh
# Leads what this pod's containers send to web ports to Sallyport, whether they know of it or not. Run once, before them,
# in the pod's network namespace, with NET_ADMIN; run again it comes to the same. Works with iptables of either kind.
#
#   CAPTURE_PORT   where Sallyport takes captured connections (SALLYPORT_CAPTURE_PORT)
#   CAPTURE_USER   number of the user that Sallyport runs as: its own connections pass
#   PORTS          the ports that are led there, with commas
#   DIRECT         address ranges that are not, with spaces: what is called within the cluster
set -eu
: "${CAPTURE_PORT:=15006}" "${CAPTURE_USER:=1337}" "${PORTS:=80,443}"
: "${DIRECT=10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7}"

capture() {
  "$1" -w -t nat -N SALLYPORT 2>/dev/null || "$1" -w -t nat -F SALLYPORT
  "$1" -w -t nat -A SALLYPORT -m owner --uid-owner "$CAPTURE_USER" -j RETURN
  "$1" -w -t nat -A SALLYPORT -o lo -j RETURN
  for range in $DIRECT; do
    case $1:$range in
      ip6tables:*:*) "$1" -w -t nat -A SALLYPORT -d "$range" -j RETURN ;;
      ip6tables:* | iptables:*:*) ;;
      iptables:*) "$1" -w -t nat -A SALLYPORT -d "$range" -j RETURN ;;
    esac
  done
  "$1" -w -t nat -A SALLYPORT -p tcp -m multiport --dports "$PORTS" -j REDIRECT --to-ports "$CAPTURE_PORT"
  "$1" -w -t nat -C OUTPUT -p tcp -j SALLYPORT 2>/dev/null || "$1" -w -t nat -A OUTPUT -p tcp -j SALLYPORT

  # HTTP/3 goes over UDP, which nothing leads anywhere. Refused, clients take TCP.
  "$1" -w -N SALLYPORT 2>/dev/null || "$1" -w -F SALLYPORT
  "$1" -w -A SALLYPORT -o lo -j RETURN
  "$1" -w -A SALLYPORT -p udp -m multiport --dports "$PORTS" -j REJECT
  "$1" -w -C OUTPUT -p udp -j SALLYPORT 2>/dev/null || "$1" -w -A OUTPUT -p udp -j SALLYPORT
}

capture iptables
# Without IPv6 there is nothing to lead. With it, a rule that cannot be made leaves a way out, and the pod must not start.
if [ -n "$(cat /proc/net/if_inet6 2>/dev/null)" ]; then
  capture ip6tables
fi
echo "ports $PORTS are led to $CAPTURE_PORT, but for user $CAPTURE_USER"
