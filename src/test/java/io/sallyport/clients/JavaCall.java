package io.sallyport.clients;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A program in Java that knows of no proxy: what leads it there, and whom it trusts, are flags of its JVM. */
final class JavaCall {

    private JavaCall() {}

    /** Calls the URL that is its argument, and prints what came. */
    public static void main(String[] arguments) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(arguments[0])).build(), HttpResponse.BodyHandlers.ofString());
            System.out.println(answer.statusCode() + " " + answer.body());
        } catch (IOException failure) {
            System.out.println(failure);
        }
    }
}
