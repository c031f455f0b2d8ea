package io.sallyport.listener;

import java.util.List;
import java.util.Locale;

/** Chooses between JSON and text by the request's {@code Accept} (RFC 9110 section 12.5.1). */
final class AcceptedFormat {

    private AcceptedFormat() {}

    /** JSON, unless text is named and preferred to any JSON that is named. */
    static ProblemBody of(List<String> accept) {
        double json = 0;
        double text = 0;
        for (String value : accept) {
            for (String member : value.toLowerCase(Locale.ROOT).split(",", -1)) {
                String range = member.split(";", 2)[0].strip();
                switch (range) {
                    case "application/json", "application/problem+json" -> json = Math.max(json, quality(member));
                    case "text/plain", "text/*" -> text = Math.max(text, quality(member));
                    default -> {}
                }
            }
        }
        return text > json ? ProblemBody.TEXT : ProblemBody.JSON;
    }

    private static double quality(String member) {
        int at = member.replace(" ", "").indexOf(";q=");
        if (at < 0) {
            return 1;
        }
        String number = member.replace(" ", "").substring(at + 3).split(";", 2)[0];
        try {
            return Math.clamp(Double.parseDouble(number), 0, 1);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
