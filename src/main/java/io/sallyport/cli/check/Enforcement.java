package io.sallyport.cli.check;

/** What becomes of a field that a file uses. */
public enum Enforcement {
    /** It does what it does in Istio. */
    ENFORCED,
    /** It does something close to it; the note says what. */
    APPROXIMATED,
    /** It is read, and has no effect. */
    IGNORED,
    /** What it touches is refused. */
    REJECTED
}
