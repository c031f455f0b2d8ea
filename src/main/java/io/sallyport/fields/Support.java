package io.sallyport.fields;

/** What becomes of a field that is written. */
public enum Support {
    ENFORCED("It is obeyed as Istio obeys it, apart from what is named as a difference."),
    APPROXIMATED("It is obeyed as far as can be; what differs from Istio is told in a note."),
    IGNORED("It is read and checked, and changes nothing; a warning says so."),
    REJECTED("What it touches is refused rather than handled without it; a warning says so.");

    private final String sentence;

    Support(String sentence) {
        this.sentence = sentence;
    }

    /** What it means, in a sentence. */
    public String sentence() {
        return sentence;
    }
}
