package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {

    @TempDir
    private Path folder;

    @Test
    void names_and_aliases_lead_to_all_their_addresses_in_order() throws IOException {
        HostsFile hosts = hosts("""
                # a comment
                192.0.2.7   Bank.example  bank # another
                2001:db8::7\tbank.example

                nonsense    ignored.example
                fe80::1%lo0 zoned.example
                0177.0.0.1  odd.example
                192.0.2.8
                """);

        assertThat(hosts.find("bank.example")).containsExactly(Addresses.of("192.0.2.7"), Addresses.of("2001:db8::7"));
        assertThat(hosts.find("bank")).containsExactly(Addresses.of("192.0.2.7"));
        assertThat(hosts.find("ignored.example")).isNull();
        assertThat(hosts.find("zoned.example")).isNull();
        assertThat(hosts.find("odd.example")).isNull();
    }

    @Test
    void a_changed_file_is_read_again() throws IOException {
        HostsFile hosts = hosts("192.0.2.7 bank.example\n");
        Files.writeString(folder.resolve("hosts"), "192.0.2.80 bank.example\n");

        hosts.reread();

        assertThat(hosts.find("bank.example")).containsExactly(Addresses.of("192.0.2.80"));
    }

    @Test
    void a_file_put_in_the_place_of_the_old_one_is_read_again_though_as_long_and_as_old() throws IOException {
        HostsFile hosts = hosts("192.0.2.7 bank.example\n");
        Path other = Files.writeString(folder.resolve("other"), "192.0.2.8 bank.example\n");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(folder.resolve("hosts")));
        Files.move(other, folder.resolve("hosts"), StandardCopyOption.REPLACE_EXISTING);

        hosts.reread();

        assertThat(hosts.find("bank.example")).containsExactly(Addresses.of("192.0.2.8"));
    }

    @Test
    void a_file_that_goes_away_has_no_names() throws IOException {
        HostsFile hosts = hosts("192.0.2.7 bank.example\n");
        Files.delete(folder.resolve("hosts"));

        hosts.reread();

        assertThat(hosts.find("bank.example")).isNull();
    }

    private HostsFile hosts(String text) throws IOException {
        return HostsFile.unwatched(Files.writeString(folder.resolve("hosts"), text));
    }
}
