package io.sallyport.istio;

/**
 * A file's content.
 *
 * @param name how the file is called in messages
 * @param text YAML or JSON, any number of documents
 */
public record SourceText(String name, String text) {}
