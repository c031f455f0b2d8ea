package io.sallyport.telemetry;

/** Header values that are written down, no longer than they are of use: who sends them chooses their length. */
final class BoundedText {

    /** Characters that are kept. */
    static final int MOST = 256;

    private BoundedText() {}

    static String of(String value) {
        return value.length() <= MOST ? value : value.substring(0, MOST);
    }
}
