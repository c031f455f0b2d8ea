package io.sallyport.compile;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.sallyport.policy.HeaderTemplate;
import io.sallyport.policy.HeaderTemplate.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the value of a header that is set: text, {@code %%}, and Envoy's variables as far as they are known here. */
final class HeaderTemplateCompiler {

    /** What is known, for messages. */
    static final String KNOWN =
            "%REQ(name)%, %DOWNSTREAM_REMOTE_ADDRESS%, %DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT% or %PROTOCOL%";

    private static final Pattern VARIABLE =
            Pattern.compile("%(?:([A-Z0-9_]+)(?:\\(([^)]*)\\))?(?::([0-9]{1,9}))? *)?%");

    private HeaderTemplateCompiler() {}

    /** The template; null where it has a variable that is not known. */
    static @Nullable HeaderTemplate compile(String text) {
        String written = WireText.of(text);
        if (written.indexOf('%') < 0) {
            return HeaderTemplate.literal(written);
        }
        List<Part> parts = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(written);
        StringBuilder rest = new StringBuilder();
        int end = 0;
        while (variables.find()) {
            rest.append(written, end, variables.start());
            literal(written.substring(end, variables.start()), parts);
            end = variables.end();
            Part part = part(variables.group(1), variables.group(2), variables.group(3));
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        rest.append(written, end, written.length());
        literal(written.substring(end), parts);
        // A percent sign that is left begins a variable that is spelled as none is.
        boolean odd = rest.indexOf("%") >= 0;
        return odd ? null : new HeaderTemplate(joined(parts));
    }

    private static @Nullable Part part(@Nullable String name, @Nullable String argument, @Nullable String length) {
        return switch (name) {
            case null -> new Part.Literal("%");
            case "REQ" -> argument == null ? null : requestHeader(argument, length);
            case "DOWNSTREAM_REMOTE_ADDRESS" -> new Part.ClientAddress(true);
            case "DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT" -> new Part.ClientAddress(false);
            case "PROTOCOL" -> new Part.Protocol();
            default -> null;
        };
    }

    private static Part requestHeader(String argument, @Nullable String length) {
        String lower = argument.toLowerCase(Locale.ROOT);
        int question = lower.indexOf('?');
        return new Part.RequestHeader(
                question < 0 ? lower : lower.substring(0, question),
                question < 0 ? null : lower.substring(question + 1),
                length == null ? Integer.MAX_VALUE : Integer.parseInt(length));
    }

    private static void literal(String text, List<Part> parts) {
        if (!text.isEmpty()) {
            parts.add(new Part.Literal(text));
        }
    }

    /** Neighbouring texts as one, so that a value without variables is one. */
    private static List<Part> joined(List<Part> parts) {
        List<Part> joined = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Literal text
                    && !joined.isEmpty()
                    && joined.getLast() instanceof Part.Literal before) {
                joined.set(joined.size() - 1, new Part.Literal(before.text() + text.text()));
            } else {
                joined.add(part);
            }
        }
        return joined;
    }
}
