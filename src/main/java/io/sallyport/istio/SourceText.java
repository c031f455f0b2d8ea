package io.sallyport.istio;

/**
 * A file's content, or a resource's that is kept elsewhere.
 *
 * @param name how the file is called in messages
 * @param text YAML or JSON, up to {@link #LONGEST} characters
 * @param standsAlone whether its errors are its own affair, so that the rest takes effect without it: a resource of the
 *     Kubernetes API, which others than the authors of the rest may write
 */
public record SourceText(String name, String text, boolean standsAlone) {

    /**
     * Characters in a file; more is refused unread. Ten thousand ServiceEntries and as many VirtualServices take about
     * half of it.
     */
    public static final int LONGEST = 16 * 1024 * 1024;

    /** A file, which takes effect with all others or not at all. */
    public SourceText(String name, String text) {
        this(name, text, false);
    }
}
