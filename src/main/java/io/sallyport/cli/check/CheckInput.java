package io.sallyport.cli.check;

import io.sallyport.istio.Problem;
import io.sallyport.istio.Problem.Severity;
import io.sallyport.istio.SourceText;
import io.sallyport.istio.Where;
import io.sallyport.source.FolderSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The texts to check, and what could not be read. One path that cannot be read does not keep the others from being
 * checked.
 */
public record CheckInput(List<SourceText> texts, List<Problem> problems) {

    /** What standard input is called in messages. */
    public static final String STANDARD_INPUT = "<stdin>";

    static final String UNREADABLE = "unreadable";

    static final String NOTHING_TO_CHECK = "nothing-to-check";

    private static final Path STANDARD_INPUT_PATH = Path.of("-");

    public CheckInput {
        texts = List.copyOf(texts);
        problems = List.copyOf(problems);
    }

    /**
     * Reads files and folders; {@code -} is standard input, UTF-8.
     *
     * @param standardInput read to its end where a path is {@code -}, else not at all
     */
    public static CheckInput read(List<Path> paths, InputStream standardInput) {
        Map<String, SourceText> texts = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (Path path : paths.stream().distinct().toList()) {
            try {
                List<SourceText> found = path.equals(STANDARD_INPUT_PATH)
                        ? List.of(new SourceText(STANDARD_INPUT, text(standardInput)))
                        : new FolderSource(List.of(path)).read();
                if (found.isEmpty()) {
                    problems.add(problem(
                            Severity.WARNING, NOTHING_TO_CHECK, path.toString(), "has no .yaml, .yml or .json file"));
                }
                found.forEach(text -> texts.putIfAbsent(text.name(), text));
            } catch (IOException failure) {
                problems.add(unreadable(path, failure));
            }
        }
        return new CheckInput(List.copyOf(texts.values()), problems);
    }

    private static String text(InputStream input) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(input.readAllBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FileSystemException(STANDARD_INPUT, null, "is not UTF-8");
        }
    }

    private static Problem unreadable(Path path, IOException failure) {
        String file = path.toString();
        String reason = String.valueOf(failure.getMessage());
        if (failure instanceof FileSystemException exception) {
            file = Objects.requireNonNullElse(exception.getFile(), file);
            reason = exception instanceof NoSuchFileException
                    ? "no such file or folder"
                    : Objects.requireNonNullElse(
                            exception.getReason(), exception.getClass().getSimpleName());
        }
        return problem(Severity.ERROR, UNREADABLE, file, "cannot be read: " + reason);
    }

    private static Problem problem(Severity severity, String code, String file, String message) {
        return new Problem(severity, code, Where.of(file), "", null, message, null);
    }
}
