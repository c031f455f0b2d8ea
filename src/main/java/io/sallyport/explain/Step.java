package io.sallyport.explain;

import java.util.List;

/**
 * One step of a decision, for a person.
 *
 * @param topic what it is about, one word or two: {@code host}, {@code route}
 * @param text one sentence without a full stop
 * @param details further lines, each on its own; empty for none
 */
public record Step(String topic, String text, List<String> details) {

    public Step {
        details = List.copyOf(details);
    }

    static Step of(String topic, String text, String... details) {
        return new Step(topic, text, List.of(details));
    }
}
