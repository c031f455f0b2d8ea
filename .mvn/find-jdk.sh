# Sourced by mvnw and by the launcher: points JAVA_HOME at a JDK that can build and run Sallyport.
#
# Both need Java 25, and many machines have an older `java` first on the PATH with a JDK 25 merely installed. So a
# JAVA_HOME that is new enough is kept as it is; otherwise the usual places are looked through. Release 25 itself is
# preferred, then the oldest newer one, since that is the closest to what the project is tested with.
#
# Plain POSIX sh, safe under `set -euf`: callers are mvnw (sh) and ./sallyport (bash 3.2 or newer).

sallyport_java_required=25

# Prints the feature release of the JDK in directory $1, or 0 where there is none. Reads the JDK's `release` file rather
# than starting it: starting a JVM for each candidate would cost more than the whole search.
sallyport_jdk_release() {
  if [ ! -x "$1/bin/java" ] || [ ! -x "$1/bin/javac" ] || [ ! -r "$1/release" ]; then
    echo 0
    return 0
  fi
  sallyport_number=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release")
  echo "${sallyport_number:-0}"
}

# Prints candidate directories, one a line. A subshell, since mvnw has switched globbing off.
sallyport_jdk_candidates() (
  set +f
  sallyport_javac=$(command -v javac 2>/dev/null) || sallyport_javac=
  if [ -n "$sallyport_javac" ]; then
    sallyport_javac=$(readlink -f "$sallyport_javac" 2>/dev/null || echo "$sallyport_javac")
    dirname "$(dirname "$sallyport_javac")"
  fi
  for sallyport_directory in \
    /usr/lib/jvm/* \
    /usr/java/* \
    /opt/*jdk* /opt/*java* \
    "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* \
    "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -d "$sallyport_directory" ] && echo "$sallyport_directory"
  done
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v "$sallyport_java_required+" 2>/dev/null || :
  fi
)

sallyport_find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && [ "$(sallyport_jdk_release "$JAVA_HOME")" -ge "$sallyport_java_required" ]; then
    return 0
  fi
  sallyport_found=
  sallyport_found_release=
  while IFS= read -r sallyport_candidate; do
    sallyport_release=$(sallyport_jdk_release "$sallyport_candidate")
    [ "$sallyport_release" -ge "$sallyport_java_required" ] || continue
    if [ -z "$sallyport_found" ] || [ "$sallyport_release" -lt "$sallyport_found_release" ]; then
      sallyport_found=$sallyport_candidate
      sallyport_found_release=$sallyport_release
    fi
  done <<END_OF_CANDIDATES
$(sallyport_jdk_candidates)
END_OF_CANDIDATES
  if [ -z "$sallyport_found" ]; then
    {
      echo "Sallyport needs a JDK $sallyport_java_required or newer, and none was found."
      if [ -n "${JAVA_HOME:-}" ]; then
        echo "JAVA_HOME is $JAVA_HOME (release $(sallyport_jdk_release "$JAVA_HOME"); 0 means: not a JDK)."
      else
        echo "JAVA_HOME is not set."
      fi
      echo "Looked at: the javac on the PATH, /usr/lib/jvm, /usr/java, /opt, SDKMAN, ~/.jdks and macOS' Java homes."
      echo "Install one (any vendor: Temurin, Corretto, Zulu, ...) or set JAVA_HOME to where it is."
    } >&2
    return 1
  fi
  JAVA_HOME=$sallyport_found
  export JAVA_HOME
}
