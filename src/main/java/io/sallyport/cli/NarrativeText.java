package io.sallyport.cli;

import io.sallyport.explain.Narrative;
import io.sallyport.explain.Step;
import java.util.Objects;

/** A decision's story for a terminal: a line a step, topics in a column, details below. */
final class NarrativeText {

    private static final int COLUMN = 18;

    private NarrativeText() {}

    static String of(Narrative narrative) {
        StringBuilder text = new StringBuilder(narrative.request()).append("\n\n");
        String before = "";
        for (Step step : narrative.steps()) {
            String topic = step.topic().equals(before) ? "" : step.topic();
            before = step.topic();
            line(text, topic, step.text());
            step.details().forEach(detail -> line(text, "", "- " + detail));
        }
        text.append('\n').append("=> ").append(narrative.verdict()).append('\n');
        if (narrative.denial() != null && narrative.denial().remedy() != null) {
            text.append("\nTo allow it, apply:\n\n")
                    .append(Objects.requireNonNull(narrative.denial().remedy()).strip())
                    .append('\n');
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String topic, String words) {
        text.append("  ")
                .append(topic)
                .repeat(" ", Math.max(1, COLUMN - topic.length()))
                .append(words)
                .append('\n');
    }
}
