package io.sallyport.cli.check;

import java.util.List;
import java.util.Locale;

/** The fields used, what becomes of each, how often and where first, in columns. */
final class CoverageTable {

    private static final List<String> TITLES = List.of("FIELD", "SUPPORT", "USES", "FIRST", "NOTE");

    private CoverageTable() {}

    static String of(List<CoverageLine> lines, Paint paint) {
        List<List<String>> rows = lines.stream().map(CoverageTable::row).toList();
        int[] widths = new int[TITLES.size()];
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            widths[column] = Math.max(
                    TITLES.get(at).length(),
                    rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
        }
        StringBuilder table = new StringBuilder(paint.strong(line(TITLES, widths))).append('\n');
        for (int row = 0; row < rows.size(); row++) {
            table.append(paint.enforcement(lines.get(row).enforcement(), line(rows.get(row), widths)))
                    .append('\n');
        }
        return table.toString();
    }

    private static List<String> row(CoverageLine line) {
        return List.of(
                Printable.of(line.path()),
                line.enforcement().name().toLowerCase(Locale.ROOT),
                Integer.toString(line.uses()),
                Printable.of(line.first().position()),
                Printable.of(line.note()));
    }

    private static String line(List<String> cells, int... widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            int padding = widths[column] - cell.length();
            boolean number = TITLES.get(column).equals("USES");
            line.append(number ? " ".repeat(padding) + cell : cell + " ".repeat(padding))
                    .append("  ");
        }
        return line.toString().stripTrailing();
    }
}
