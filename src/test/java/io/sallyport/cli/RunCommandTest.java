package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.Settings;
import io.sallyport.policy.OutboundPolicy;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Settings and flags are the same things under the same names. */
class RunCommandTest {

    private final CommandLine command = new CommandLine(new RunCommand(role -> 0));
    private final Properties before = new Properties();

    @BeforeEach
    void keepProperties() {
        before.putAll(System.getProperties());
    }

    @AfterEach
    void restoreProperties() {
        System.setProperties(before);
    }

    static Stream<String> settings() {
        return Stream.of(Settings.class.getMethods())
                .map(Method::getName)
                .filter(name -> !name.equals("demo"))
                .map(name -> name.replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingIsAFlag(String setting) {
        OptionSpec flag = command.getCommandSpec().findOption("--" + setting);

        assertThat(flag).as("--%s", setting).isNotNull();
        String value = sample(flag.type());
        assertThat(command.execute(
                        flag.arity().max() == 0
                                ? new String[] {flag.longestName()}
                                : new String[] {flag.longestName(), value}))
                .isZero();
        assertThat(System.getProperty("sallyport." + setting)).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingIsInTheReadme(String setting) throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).containsPattern("`--" + setting + "[` \\\\]");
    }

    @Test
    void everyFlagIsASetting() {
        assertThat(command.getCommandSpec().options().stream()
                        .map(OptionSpec::longestName)
                        .filter(name -> !name.equals("--help") && !name.equals("--version")))
                .isSubsetOf(settings().map(name -> "--" + name).toList());
    }

    private static String sample(Class<?> type) {
        return type == Integer.class
                ? "7"
                : type == Boolean.class ? "true" : type == OutboundPolicy.class ? "ALLOW_ANY" : "sample";
    }
}
