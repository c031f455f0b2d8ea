package io.sallyport.istio;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * The YAML documents of one file; what cannot be parsed becomes a problem and the next document is read. Each document
 * is handed over before the next is parsed, so that no more than one is in memory.
 */
final class Documents {

    /** Documents in a file; more is refused. Ten thousand ServiceEntries and as many VirtualServices are a fifth. */
    static final int MOST = 100_000;

    /** Allowed at the beginning of a file; elsewhere an invisible part of a name. */
    private static final char BYTE_ORDER_MARK = 0xFEFF;

    /** Binary logarithms of the smallest and the largest buffer, in characters. */
    private static final int SMALLEST_BUFFER = 6;

    private static final int LARGEST_BUFFER = 20;

    private final SourceText source;
    private final FileProblems problems;
    private final Words words;
    private final Consumer<YamlNode> documents;
    /** By the binary logarithm of the buffer's size: making settings costs as much as parsing a small document. */
    private final @Nullable LoadSettings[] settings = new @Nullable LoadSettings[LARGEST_BUFFER + 1];

    private int parts;

    private Documents(SourceText source, FileProblems problems, Words words, Consumer<YamlNode> documents) {
        this.source = source;
        this.problems = problems;
        this.words = words;
        this.documents = documents;
    }

    static void read(SourceText source, FileProblems problems, Words words, Consumer<YamlNode> documents) {
        var reader = new Documents(source, problems, words, documents);
        if (source.text().length() > SourceText.LONGEST) {
            problems.accept(new Refusal(
                            "file-too-large",
                            1,
                            1,
                            source.text().length() + " characters long, more than " + SourceText.LONGEST)
                    .problem(source.name()));
            return;
        }
        boolean marked = !source.text().isEmpty() && source.text().charAt(0) == BYTE_ORDER_MARK;
        try {
            DocumentSplitter.split(marked ? source.text().substring(1) : source.text(), reader::readPart);
        } catch (Refusal refusal) {
            problems.accept(refusal.problem(source.name()));
        }
    }

    private void readPart(DocumentSplitter.Part part) {
        if (problems.full()) {
            return;
        }
        if (++parts > MOST) {
            throw new Refusal("too-large", part.linesBefore() + 1, 1, "more than " + MOST + " documents in one file");
        }
        try {
            refuseControlCharacters(part.text(), part.linesBefore());
            var events = new Parse(settings(part.text().length()))
                    .parseString(part.text())
                    .iterator();
            TreeBuilder.build(events, part.linesBefore(), words, documents);
        } catch (Refusal refusal) {
            problems.accept(refusal.problem(source.name()));
        } catch (MarkedYamlEngineException exception) {
            problems.accept(syntax(exception, part.linesBefore()).problem(source.name()));
        } catch (YamlEngineException exception) {
            var message = Quoted.inside(String.valueOf(exception.getMessage()));
            problems.accept(new Refusal("yaml-syntax", part.linesBefore() + 1, 1, message).problem(source.name()));
        }
    }

    /**
     * The parser moves what it holds of a value with each buffer it reads, so long values need large ones; and it keeps
     * six octets for each character of a buffer, so the largest is no whole file.
     */
    private LoadSettings settings(int length) {
        int enough = Integer.SIZE - Integer.numberOfLeadingZeros(length);
        int size = Math.clamp(enough, SMALLEST_BUFFER, LARGEST_BUFFER);
        var known = settings[size];
        if (known == null) {
            known = LoadSettings.builder()
                    .setUseMarks(true)
                    .setBufferSize(1 << size)
                    .setCodePointLimit(Integer.MAX_VALUE)
                    .build();
            settings[size] = known;
        }
        return known;
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
