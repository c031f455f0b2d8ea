package io.sallyport.compile;

/** How two host names, either of which may be a wildcard, lie to each other. Both are lower case. */
final class HostPattern {

    private HostPattern() {}

    static boolean isWildcard(String host) {
        return host.startsWith("*");
    }

    /** Whether all names that {@code host} stands for are covered by {@code pattern}, too. */
    static boolean covers(String pattern, String host) {
        if (!isWildcard(pattern)) {
            return pattern.equals(host);
        }
        String end = pattern.substring(1);
        return isWildcard(host) ? host.substring(1).endsWith(end) : host.endsWith(end);
    }

    /** Whether there are names that both stand for. */
    static boolean overlap(String one, String other) {
        return covers(one, other) || covers(other, one);
    }

    /** The narrower of two that overlap. */
    static String narrower(String one, String other) {
        return covers(one, other) ? other : one;
    }
}
