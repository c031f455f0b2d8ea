package io.sallyport.compile;

import io.sallyport.fields.Support;
import io.sallyport.istio.Where;

/**
 * A field that somebody wrote, and what becomes of it.
 *
 * @param resource {@code Kind namespace/name}
 * @param where its place in the file
 * @param path of the field as docs/reference names it, such as {@code spec.http[].timeout}
 * @param support what becomes of it
 * @param note what happens instead; empty where it is enforced
 */
public record FieldUse(String resource, Where where, String path, Support support, String note) {}
