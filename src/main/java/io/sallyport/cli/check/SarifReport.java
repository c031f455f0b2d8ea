package io.sallyport.cli.check;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sallyport.istio.Problem;
import io.sallyport.istio.Problem.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The report as SARIF 2.1.0 (OASIS), with what GitHub's code scanning asks for besides: help for each rule, relative
 * URIs, and a fingerprint that stays the same while lines move.
 */
final class SarifReport {

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /** Named for what it is made of; the hash of the line is added by the action that uploads. */
    private static final String FINGERPRINT = "sallyport/v1";

    private final CheckReport report;
    private final String version;
    private final JsonGenerator json;
    private final List<String> codes;
    private final Fingerprints fingerprints = new Fingerprints();

    private SarifReport(CheckReport report, String version, JsonGenerator json) {
        this.report = report;
        this.version = version;
        this.json = json;
        codes = report.findings().stream()
                .map(finding -> finding.problem().code())
                .distinct()
                .sorted()
                .toList();
    }

    static String write(CheckReport report, String version) {
        return JsonText.of(json -> new SarifReport(report, version, json).write());
    }

    private void write() throws IOException {
        json.writeStartObject();
        json.writeStringField("$schema", SCHEMA);
        json.writeStringField("version", "2.1.0");
        json.writeArrayFieldStart("runs");
        json.writeStartObject();
        driver();
        json.writeStringField("columnKind", "unicodeCodePoints");
        invocation();
        json.writeArrayFieldStart("results");
        for (Finding finding : report.findings()) {
            result(finding);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void driver() throws IOException {
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "sallyport");
        json.writeStringField("version", version);
        json.writeArrayFieldStart("rules");
        for (String code : codes) {
            rule(code);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private void rule(String code) throws IOException {
        String words = code.replace('-', ' ');
        String title = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        json.writeStartObject();
        json.writeStringField("id", code);
        text("shortDescription", title);
        text("fullDescription", title + ", in an Istio resource that Sallyport reads");
        text("help", "The message says what is wrong and what was expected. `sallyport check FILE` shows the line.");
        json.writeEndObject();
    }

    private void invocation() throws IOException {
        json.writeArrayFieldStart("invocations");
        json.writeStartObject();
        json.writeBooleanField("executionSuccessful", true);
        json.writeNumberField("exitCode", report.exitCode());
        json.writeEndObject();
        json.writeEndArray();
    }

    private void result(Finding finding) throws IOException {
        Problem problem = finding.problem();
        json.writeStartObject();
        json.writeStringField("ruleId", problem.code());
        json.writeNumberField("ruleIndex", codes.indexOf(problem.code()));
        json.writeStringField("level", level(problem.severity()));
        text("message", message(problem));
        location(finding);
        json.writeObjectFieldStart("partialFingerprints");
        json.writeStringField(FINGERPRINT, fingerprints.of(problem));
        json.writeEndObject();
        json.writeEndObject();
    }

    private void location(Finding finding) throws IOException {
        Problem problem = finding.problem();
        json.writeArrayFieldStart("locations");
        json.writeStartObject();
        json.writeObjectFieldStart("physicalLocation");
        json.writeObjectFieldStart("artifactLocation");
        json.writeStringField("uri", ArtifactUri.of(problem.where().file()));
        json.writeEndObject();
        json.writeObjectFieldStart("region");
        json.writeNumberField("startLine", problem.where().line());
        json.writeNumberField("startColumn", problem.where().column());
        if (finding.endColumn() > 0) {
            json.writeNumberField("endLine", problem.where().line());
            json.writeNumberField("endColumn", finding.endColumn());
        }
        json.writeEndObject();
        json.writeEndObject();
        if (!problem.where().path().isEmpty()) {
            json.writeArrayFieldStart("logicalLocations");
            json.writeStartObject();
            json.writeStringField(
                    "fullyQualifiedName",
                    (problem.resource() + " " + problem.where().path()).strip());
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeEndArray();
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTE -> "note";
        };
    }

    private static String message(Problem problem) {
        List<String> parts = new ArrayList<>();
        if (!problem.resource().isEmpty()) {
            parts.add(problem.resource());
        }
        if (!problem.where().path().isEmpty()) {
            parts.add(problem.where().path());
        }
        String expected = problem.expected() == null ? "" : " (expected: " + problem.expected() + ")";
        parts.add(problem.message() + expected);
        return String.join(": ", parts);
    }

    private void text(String field, String text) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("text", text);
        json.writeEndObject();
    }
}
