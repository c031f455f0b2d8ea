package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.policy.Endpoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectToTest {

    private static final Endpoint BANK = new Endpoint("bank.example", 80, 1, Map.of(), false);

    @Test
    void leadsAHostAndPortToTheAddressWrittenAndCallsItListed() {
        ConnectTo rules = ConnectTo.parse(List.of("Bank.example:80:127.0.0.1:8080"));

        assertThat(rules.of(BANK)).isEqualTo(new Endpoint("127.0.0.1", 8080, 1, Map.of(), true));
    }

    @Test
    void leavesOtherPortsAndHostsAlone() {
        ConnectTo rules = ConnectTo.parse(List.of("bank.example:443:127.0.0.1:8443", "other.example:80:127.0.0.1:1"));

        assertThat(rules.of(BANK)).isSameAs(BANK);
    }

    @Test
    void takesAnIpv6AddressInBrackets() {
        ConnectTo rules = ConnectTo.parse(List.of("bank.example:80:[::1]:8080"));

        assertThat(rules.of(BANK).address()).isEqualTo("::1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bank.example",
                "bank.example:80",
                "bank.example:80:localhost:1",
                "a:0:127.0.0.1:1",
                "a:1:127.0.0.1:x"
            })
    void namesARuleThatIsNone(String rule) {
        assertThatThrownBy(() -> ConnectTo.parse(List.of(rule)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(rule)
                .hasMessageContaining("HOST:PORT:ADDRESS:PORT");
    }
}
