package io.sallyport.istio;

/**
 * A file's content.
 *
 * @param name how the file is called in messages
 * @param text YAML or JSON, up to {@link #LONGEST} characters
 */
public record SourceText(String name, String text) {

    /**
     * Characters in a file; more is refused unread. Ten thousand ServiceEntries and as many VirtualServices take about
     * half of it.
     */
    public static final int LONGEST = 16 * 1024 * 1024;
}
