package io.sallyport.cli.check;

import io.sallyport.compile.FieldUse;
import io.sallyport.fields.Support;
import io.sallyport.istio.Where;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts the uses of each field, in the order of their first ones. */
final class CoverageLines {

    /** A field may be harmless in one place and ignored in another, so that both are told. */
    private record Told(String path, Support support) {}

    private CoverageLines() {}

    static List<CoverageLine> of(List<FieldUse> uses) {
        Map<Told, CoverageLine> lines = new LinkedHashMap<>();
        for (FieldUse use : uses) {
            String path = use.resource().substring(0, use.resource().indexOf(' ')) + " " + use.path();
            lines.merge(
                    new Told(path, use.support()),
                    line(path, use, use.where()),
                    (first, ignored) ->
                            new CoverageLine(path, first.enforcement(), first.uses() + 1, first.first(), first.note()));
        }
        return List.copyOf(lines.values());
    }

    private static CoverageLine line(String path, FieldUse use, Where where) {
        Enforcement enforcement = switch (use.support()) {
            case ENFORCED -> Enforcement.ENFORCED;
            case APPROXIMATED -> Enforcement.APPROXIMATED;
            case IGNORED -> Enforcement.IGNORED;
            case REJECTED -> Enforcement.REJECTED;
        };
        return new CoverageLine(path, enforcement, 1, where, use.note());
    }
}
