package io.sallyport.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramNameTest {

    @ParameterizedTest
    @CsvSource({
        "curl, curl -x http://127.0.0.1:15001 http://a.example/?key=secret, curl",
        "java, java -Xmx1g -jar /srv/shop.jar --password secret, shop",
        "java, java -cp a.jar:b.jar com.example.shop.Checkout, Checkout",
        "java, java -m shop/com.example.Checkout, Checkout",
        "python3, python3 -u /srv/rates.py --token secret, rates.py",
        "python3.12, python3 -m http.server, http.server",
        "python3, python3 -c print(1), python3",
        "node, node --import ./x.mjs server.js, server.js",
        "java, java @arguments, java"
    })
    void isWhatPeopleCallIt(String program, String line, String name) {
        assertThat(ProgramName.of(program, List.of(line.split(" ")))).isEqualTo(name);
    }

    @Test
    void isNeverLong() {
        assertThat(ProgramName.of("x".repeat(300), List.of("x"))).hasSize(63);
    }
}
