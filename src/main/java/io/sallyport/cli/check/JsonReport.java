package io.sallyport.cli.check;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sallyport.istio.Problem;
import io.sallyport.istio.Problem.Severity;
import io.sallyport.istio.Where;
import java.io.IOException;
import java.util.Locale;

/** The report for programs. docs/check.md lists the fields; one is added now and then, none goes or changes meaning. */
final class JsonReport {

    /** Raised when a field goes or changes its meaning. */
    static final int VERSION = 1;

    private JsonReport() {}

    static String write(CheckReport report, String version) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeStringField("sallyport", version);
            json.writeBooleanField("accepted", report.accepted());
            json.writeBooleanField("strict", report.strict());
            json.writeNumberField("exitCode", report.exitCode());
            summary(json, report);
            json.writeArrayFieldStart("problems");
            for (Finding finding : report.findings()) {
                problem(json, finding);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("coverage");
            for (CoverageLine line : report.coverage()) {
                coverage(json, line);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void summary(JsonGenerator json, CheckReport report) throws IOException {
        json.writeObjectFieldStart("summary");
        json.writeNumberField("files", report.files());
        json.writeNumberField("resources", report.resources());
        json.writeNumberField("errors", report.count(Severity.ERROR));
        json.writeNumberField("warnings", report.count(Severity.WARNING));
        json.writeNumberField("notes", report.count(Severity.NOTE));
        json.writeObjectFieldStart("fields");
        json.writeNumberField("used", report.coverage().size());
        for (Enforcement enforcement : Enforcement.values()) {
            json.writeNumberField(name(enforcement), report.count(enforcement));
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void problem(JsonGenerator json, Finding finding) throws IOException {
        Problem problem = finding.problem();
        json.writeStartObject();
        json.writeStringField("severity", name(problem.severity()));
        json.writeStringField("code", problem.code());
        json.writeStringField("message", problem.message());
        if (problem.expected() != null) {
            json.writeStringField("expected", problem.expected());
        }
        place(json, problem.where());
        if (finding.endColumn() > 0) {
            json.writeNumberField("endLine", problem.where().line());
            json.writeNumberField("endColumn", finding.endColumn());
        }
        json.writeStringField("path", problem.where().path());
        json.writeStringField("resource", problem.resource());
        json.writeEndObject();
    }

    private static void coverage(JsonGenerator json, CoverageLine line) throws IOException {
        json.writeStartObject();
        json.writeStringField("field", line.path());
        json.writeStringField("support", name(line.enforcement()));
        json.writeNumberField("uses", line.uses());
        json.writeObjectFieldStart("first");
        place(json, line.first());
        json.writeEndObject();
        if (!line.note().isEmpty()) {
            json.writeStringField("note", line.note());
        }
        json.writeEndObject();
    }

    private static void place(JsonGenerator json, Where where) throws IOException {
        json.writeStringField("file", where.file());
        json.writeNumberField("line", where.line());
        json.writeNumberField("column", where.column());
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
