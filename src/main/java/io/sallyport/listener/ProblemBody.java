package io.sallyport.listener;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes a {@link Problem} as {@code application/problem+json} (RFC 9457), or as text that is also valid YAML. */
enum ProblemBody {
    JSON("application/problem+json") {
        @Override
        byte[] of(Problem problem) {
            return json(problem);
        }
    },
    TEXT("text/plain; charset=utf-8") {
        @Override
        byte[] of(Problem problem) {
            return text(problem).getBytes(StandardCharsets.UTF_8);
        }
    };

    private static final JsonFactory FACTORY = new JsonFactory();

    private final String contentType;

    ProblemBody(String contentType) {
        this.contentType = contentType;
    }

    abstract byte[] of(Problem problem);

    String contentType() {
        return contentType;
    }

    private static byte[] json(Problem problem) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(out).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("type", "urn:sallyport:problem:" + problem.reason());
            json.writeStringField("title", problem.title());
            json.writeNumberField("status", problem.status());
            if (!problem.detail().isEmpty()) {
                json.writeStringField("detail", problem.detail());
            }
            if (problem.host() != null) {
                json.writeStringField("host", problem.host());
                json.writeNumberField("port", problem.port());
            }
            json.writeStringField("reason", problem.reason());
            if (problem.nearest() != null) {
                json.writeStringField("nearest", problem.nearest());
            }
            if (problem.remedy() != null) {
                json.writeStringField("remedy", problem.remedy());
            }
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Prose as YAML comments, so that the whole body can be saved and applied as it is. */
    private static String text(Problem problem) {
        StringBuilder text = new StringBuilder(512);
        comment(text, problem.status() + " " + problem.title());
        comment(text, problem.detail());
        if (problem.nearest() != null) {
            comment(text, "Did you mean " + problem.nearest() + "?");
        }
        if (problem.remedy() != null) {
            comment(text, "This would allow it:");
            text.append(problem.remedy());
            if (!problem.remedy().endsWith("\n")) {
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static void comment(StringBuilder text, String lines) {
        if (!lines.isEmpty()) {
            lines.lines().forEach(line -> text.append("# ").append(line).append('\n'));
        }
    }
}
