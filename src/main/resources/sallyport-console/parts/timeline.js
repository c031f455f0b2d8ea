import { element } from "./element.js";
import { millis } from "./words.js";

/** What a try's time went into: a name, and the marks it lies between. */
const PHASES = [
  ["dns", "DNS", "started", "resolved"],
  ["connect", "connect", "resolved", "opened"],
  ["tls", "TLS", "opened", "connected"],
  ["send", "send", "connected", "requestSent"],
  ["wait", "wait", "requestSent", "firstByte"],
  ["receive", "receive", "firstByte", "ended"],
];

/** The phases of a try, `{ kind, name, begin, end }` in milliseconds since the exchange began. */
export function phases(attempt) {
  const marks = { ...attempt };
  // Without a mark between them, what follows it takes the time: on a pooled connection nothing was looked up.
  const found = [];
  let begin = marks.started;
  for (const [kind, name, , until] of PHASES) {
    const end = marks[until];
    if (end === null || end === undefined || end < begin || (kind === "receive" && marks.firstByte === null)) {
      continue;
    }
    if (!(attempt.reused && (kind === "dns" || kind === "connect" || kind === "tls"))) {
      found.push({ kind, name: kind === "tls" && attempt.opened == null ? "connect" : name, begin, end });
    }
    begin = end;
  }
  if (marks.ended !== null && marks.ended > begin) {
    found.push({ kind: "rest", name: lastWord(attempt), begin, end: marks.ended });
  }
  return found.map(phase => (phase.kind === "tls" && attempt.opened == null ? { ...phase, kind: "connect" } : phase));
}

function lastWord(attempt) {
  if (attempt.firstByte === null && attempt.requestSent !== null) {
    return "waited in vain";
  }
  return attempt.connected === null ? "not connected" : "until the end";
}

/** A bar a try, on one scale. */
export function timeline(exchange) {
  const whole = Math.max(exchange.durationMillis, 0.001);
  const place = (piece, begin, end) => {
    piece.style.left = (begin / whole) * 100 + "%";
    piece.style.width = Math.max(0.4, ((end - begin) / whole) * 100) + "%";
    return piece;
  };
  return element(
    "div",
    { class: "timeline" },
    exchange.attempts.map(attempt => {
      const parts = phases(attempt);
      return element(
        "div",
        { class: "try" },
        element(
          "div",
          { class: "try-name" },
          element("b", {}, "Try " + attempt.number),
          element("span", {}, attempt.address ?? "no address"),
          element("span", { class: attempt.outcome === "COMPLETED" ? "good" : "bad" }, outcome(attempt)),
        ),
        element(
          "div",
          { class: "track", role: "img", "aria-label": parts.map(part => part.name + " " + millis(part.end - part.begin)).join(", ") },
          parts.map(part =>
            place(element("i", { class: "phase phase-" + part.kind, title: part.name + ": " + millis(part.end - part.begin) }), part.begin, part.end),
          ),
        ),
        element(
          "ul",
          { class: "legend" },
          pause(exchange, attempt),
          attempt.reused && element("li", { class: "muted" }, "pooled connection"),
          parts.map(part => element("li", {}, element("i", { class: "phase-" + part.kind }), part.name + " ", element("b", {}, millis(part.end - part.begin)))),
        ),
      );
    }),
    element("div", { class: "scale" }, element("span", {}, "0"), element("span", {}, millis(whole / 2)), element("span", {}, millis(whole))),
  );
}

/** What was waited before a retry, where it can be seen. */
function pause(exchange, attempt) {
  const before = exchange.attempts.find(other => other.number === attempt.number - 1);
  const waited = before ? attempt.started - before.ended : 0;
  return waited < 0.5 ? null : element("li", {}, "after a pause of ", element("b", {}, millis(waited)));
}

function outcome(attempt) {
  if (attempt.outcome === "COMPLETED") {
    return attempt.status ? String(attempt.status) : "completed";
  }
  return (attempt.outcome ?? "cut off").toLowerCase().replaceAll("_", " ") + (attempt.detail ? ": " + attempt.detail : "");
}

/** The same in one thin line, for a row of the list. */
export function spark(exchange) {
  const whole = Math.max(exchange.durationMillis, 0.001);
  return element(
    "span",
    { class: "spark", "aria-hidden": "true" },
    exchange.attempts.flatMap(attempt =>
      phases(attempt).map(part => {
        const piece = element("i", { class: "phase-" + part.kind });
        piece.style.left = (part.begin / whole) * 100 + "%";
        piece.style.width = Math.max(1, ((part.end - part.begin) / whole) * 100) + "%";
        return piece;
      }),
    ),
  );
}
