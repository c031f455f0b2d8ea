package io.sallyport.cli.check;

import static io.sallyport.cli.check.Paint.COLOURED;
import static io.sallyport.cli.check.Paint.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.cli.check.Paint.Choice;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaintTest {

    @Test
    void by_itself_it_takes_a_terminal() {
        assertThat(Choice.AUTO.paint(Map.of(), true)).isEqualTo(COLOURED);
        assertThat(Choice.AUTO.paint(Map.of(), false)).isEqualTo(PLAIN);
        assertThat(Choice.AUTO.paint(Map.of("TERM", "dumb"), true)).isEqualTo(PLAIN);
        assertThat(Choice.AUTO.paint(Map.of("TERM", "xterm"), true)).isEqualTo(COLOURED);
    }

    @Test
    void no_color_wins_over_force_and_force_over_the_rest() {
        assertThat(Choice.AUTO.paint(Map.of("NO_COLOR", "1", "CLICOLOR_FORCE", "1"), true))
                .isEqualTo(PLAIN);
        assertThat(Choice.AUTO.paint(Map.of("CLICOLOR_FORCE", "1", "TERM", "dumb"), false))
                .isEqualTo(COLOURED);
    }

    @Test
    void empty_and_zero_say_nothing() {
        assertThat(Choice.AUTO.paint(Map.of("NO_COLOR", ""), true)).isEqualTo(COLOURED);
        assertThat(Choice.AUTO.paint(Map.of("CLICOLOR_FORCE", "0"), false)).isEqualTo(PLAIN);
    }

    @Test
    void the_flag_wins_over_all() {
        assertThat(Choice.ALWAYS.paint(Map.of("NO_COLOR", "1"), false)).isEqualTo(COLOURED);
        assertThat(Choice.NEVER.paint(Map.of("CLICOLOR_FORCE", "1"), true)).isEqualTo(PLAIN);
    }

    @Test
    void plain_is_plain_and_nothing_is_never_coloured() {
        assertThat(PLAIN.strong("x")).isEqualTo("x");
        assertThat(COLOURED.strong("x")).isEqualTo("\u001b[1mx\u001b[0m");
        assertThat(COLOURED.strong("")).isEmpty();
    }
}
