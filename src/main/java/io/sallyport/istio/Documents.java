package io.sallyport.istio;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** The YAML documents of one file; what cannot be parsed becomes a problem and the next document is read. */
final class Documents {
    /** Characters in a file; more is refused unread. Ten thousand resources take about half of it. */
    static final int LONGEST_FILE = 16 * 1024 * 1024;

    /** Allowed at the beginning of a file; elsewhere an invisible part of a name. */
    private static final char BYTE_ORDER_MARK = 0xFEFF;

    private static final int SMALLEST_BUFFER = 64;

    private final SourceText source;
    private final Consumer<Problem> problems;
    private final List<YamlNode> documents = new ArrayList<>();

    private Documents(SourceText source, Consumer<Problem> problems) {
        this.source = source;
        this.problems = problems;
    }

    static List<YamlNode> read(SourceText source, Consumer<Problem> problems) {
        var reader = new Documents(source, problems);
        if (source.text().length() > LONGEST_FILE) {
            problems.accept(new Refusal("file-too-large", 1, 1, "more than " + LONGEST_FILE + " characters long")
                    .problem(source.name()));
            return List.of();
        }
        boolean marked = !source.text().isEmpty() && source.text().charAt(0) == BYTE_ORDER_MARK;
        DocumentSplitter.split(marked ? source.text().substring(1) : source.text())
                .forEach(reader::readPart);
        return reader.documents;
    }

    private void readPart(DocumentSplitter.Part part) {
        try {
            refuseControlCharacters(part.text(), part.linesBefore());
            var events = new Parse(settings(part.text().length()))
                    .parseString(part.text())
                    .iterator();
            TreeBuilder.build(events, part.linesBefore(), documents::add);
        } catch (Refusal refusal) {
            problems.accept(refusal.problem(source.name()));
        } catch (MarkedYamlEngineException exception) {
            problems.accept(syntax(exception, part.linesBefore()).problem(source.name()));
        } catch (YamlEngineException exception) {
            var message = Quoted.inside(String.valueOf(exception.getMessage()));
            problems.accept(new Refusal("yaml-syntax", part.linesBefore() + 1, 1, message).problem(source.name()));
        }
    }

    /** The parser moves what it holds with each buffer it reads, so long values need it to read all at once. */
    private static LoadSettings settings(int length) {
        return LoadSettings.builder()
                .setUseMarks(true)
                .setBufferSize(Math.max(length, SMALLEST_BUFFER))
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
    }

    private static Refusal syntax(MarkedYamlEngineException exception, int linesBefore) {
        var mark = exception.getProblemMark().or(exception::getContextMark);
        var context = exception.getContext();
        var message = Quoted.inside(exception.getProblem())
                + (context == null || context.isEmpty() ? "" : ", " + Quoted.inside(context))
                + ("while scanning an alias".equals(context) ? TreeBuilder.WILDCARD_HINT : "");
        return new Refusal(
                "yaml-syntax",
                mark.map(Mark::getLine).orElse(0) + 1 + linesBefore,
                mark.map(Mark::getColumn).orElse(0) + 1,
                message);
    }

    /** Done here and not by the parser, whose account of it has no line. */
    private static void refuseControlCharacters(String text, int linesBefore) {
        int line = linesBefore + 1;
        int column = 1;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            if (!StreamReader.isPrintable(point) || point == BYTE_ORDER_MARK) {
                throw new Refusal("not-text", line, column, String.format("character U+%04X is not text", point));
            }
            at += Character.charCount(point);
            boolean endsLine = point == '\n' || (point == '\r' && !(at < text.length() && text.charAt(at) == '\n'));
            line += endsLine ? 1 : 0;
            column = endsLine ? 1 : column + 1;
        }
    }
}
