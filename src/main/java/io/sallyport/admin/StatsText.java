package io.sallyport.admin;

/** Metrics as Envoy's {@code /stats} shows them: {@code name: value}, one a line. */
final class StatsText {

    private StatsText() {}

    /**
     * @param metrics in Prometheus' text format
     * @param filter what a line's name or labels must contain; empty for all
     */
    static String of(String metrics, String filter) {
        StringBuilder text = new StringBuilder(metrics.length() / 2);
        metrics.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(line -> {
            // An example follows its value behind a #.
            int example = line.indexOf(" # ");
            String sample = example < 0 ? line : line.substring(0, example);
            int space = sample.lastIndexOf(' ');
            if (space > 0 && sample.substring(0, space).contains(filter)) {
                text.append(sample, 0, space)
                        .append(": ")
                        .append(sample, space + 1, sample.length())
                        .append('\n');
            }
        });
        return text.toString();
    }
}
