package io.sallyport.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.cli.check.OutputFormat.Details;
import io.sallyport.istio.Where;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTest {

    private static final CheckReport REPORT = new CheckReport(
            1,
            1,
            false,
            List.of(),
            List.of(
                    line("ServiceEntry spec.hosts[]", Enforcement.ENFORCED, 12, ""),
                    line("ServiceEntry spec.location", Enforcement.IGNORED, 1, "told to nobody\u001b[2J"),
                    line("VirtualService spec.http[].timeout", Enforcement.ENFORCED, 2, "")));

    @Test
    void the_summary_counts_fields_by_what_becomes_of_them() {
        assertThat(Summary.of(REPORT)).endsWith("; 3 fields used: 2 enforced, 1 ignored");
    }

    @Test
    void the_table_lists_each_field_once_in_columns() {
        String text = OutputFormat.TEXT.write(REPORT, new Details(false, true), Paint.PLAIN, "1");

        assertThat(text.lines())
                .startsWith(
                        "FIELD                               SUPPORT   USES  FIRST       NOTE",
                        "ServiceEntry spec.hosts[]           enforced    12  a.yaml:7:3",
                        "ServiceEntry spec.location          ignored      1  a.yaml:7:3  told to nobody\\u001b[2J",
                        "VirtualService spec.http[].timeout  enforced     2  a.yaml:7:3",
                        "");
    }

    @Test
    void without_the_wish_for_it_there_is_no_table() {
        assertThat(OutputFormat.TEXT.write(REPORT, new Details(false, false), Paint.PLAIN, "1"))
                .isEqualTo(Summary.of(REPORT) + "\n");
    }

    @Test
    void json_has_it_always() {
        assertThat(OutputFormat.JSON
                        .write(REPORT, new Details(true, false), Paint.PLAIN, "1")
                        .replaceAll("\\s+", " "))
                .contains("\"fields\": { \"used\": 3, \"enforced\": 2, \"approximated\": 0, \"ignored\": 1,")
                .contains(
                        "{ \"field\": \"ServiceEntry spec.location\", \"support\": \"ignored\", \"uses\": 1, \"first\":"
                                + " { \"file\": \"a.yaml\", \"line\": 7, \"column\": 3 }, \"note\": \"told to nobody");
    }

    private static CoverageLine line(String path, Enforcement enforcement, int uses, String note) {
        return new CoverageLine(path, enforcement, uses, Where.of("a.yaml", 7, 3, ""), note);
    }
}
