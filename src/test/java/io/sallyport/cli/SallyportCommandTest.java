package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SallyportCommandTest {

    private final List<ApplicationStarter.Role> started = new ArrayList<>();

    @AfterEach
    void forgetTheFlags() {
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("sallyport."))
                .forEach(System::clearProperty);
    }

    @Test
    void withoutACommandRunIsMeant() {
        assertThat(execute("--port", "12345")).isEqualTo(ExitCode.OK);

        assertThat(started).containsExactly(ApplicationStarter.Role.GATEWAY);
        assertThat(System.getProperty("sallyport.port")).isEqualTo("12345");
    }

    @Test
    void flagsThatAreNotGivenAreLeftToTheOtherSettings() {
        execute("run");

        assertThat(System.getProperty("sallyport.port")).isNull();
        assertThat(System.getProperty("sallyport.config")).isNull();
    }

    @Test
    void configIsRepeatableAndCommasInPathsSurvive() {
        execute("run", "--config", "one", "--config", "a,b");

        assertThat(System.getProperty("sallyport.config")).isEqualTo("one,a\\,b");
    }

    @Test
    void thePolicyIsOneOfTwoWords() {
        assertThat(execute("run", "--outbound-policy", "allow_any")).isEqualTo(ExitCode.OK);
        assertThat(System.getProperty("sallyport.outbound-policy")).isEqualTo("ALLOW_ANY");

        assertThat(execute("run", "--outbound-policy", "SOME")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void anUnknownFlagIsAMistakeOfUsageAndStartsNothing() {
        assertThat(execute("run", "--prot", "1")).isEqualTo(ExitCode.USAGE);

        assertThat(started).isEmpty();
    }

    @Test
    void helpAndVersionStartNothing() {
        assertThat(execute("--help")).isEqualTo(ExitCode.OK);
        assertThat(execute("--version")).isEqualTo(ExitCode.OK);

        assertThat(started).isEmpty();
    }

    @Test
    void demoStartsTheDemo() {
        execute("demo", "--rounds", "2");

        assertThat(started).containsExactly(ApplicationStarter.Role.DEMO);
        assertThat(System.getProperty("sallyport.demo.rounds")).isEqualTo("2");
    }

    private int execute(String... arguments) {
        return SallyportCommand.execute(
                role -> {
                    started.add(role);
                    return ExitCode.OK;
                },
                arguments);
    }
}
