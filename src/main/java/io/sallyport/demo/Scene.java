package io.sallyport.demo;

import java.util.Map;

/**
 * One call of the story.
 *
 * @param title what is about to happen
 * @param url what is called
 * @param fields how the stub shall behave
 * @param doorShut whether the bank refuses connections until the first try met it
 */
record Scene(String title, String url, Map<String, String> fields, boolean doorShut) {}
