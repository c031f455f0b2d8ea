import { element } from "./element.js";

/** How an exchange ended, in one word and a colour. */
export function badge(exchange) {
  if (exchange.decision.kind === "deny") {
    return element("span", { class: "badge denied" }, exchange.status ? exchange.status + " denied" : "denied");
  }
  if (exchange.failed) {
    return element("span", { class: "badge bad" }, (exchange.status || "failed") + (exchange.flags === "-" ? "" : " " + exchange.flags));
  }
  const tone = exchange.status >= 400 ? "warn" : "good";
  const text = exchange.status ? String(exchange.status) : exchange.outcome.toLowerCase().replaceAll("_", " ");
  return element("span", { class: "badge " + tone }, text + (exchange.flags === "-" ? "" : " " + exchange.flags));
}

/** Where a host stands. */
export function standing(word) {
  const words = { listed: ["good", "listed"], unlisted: ["warn", "passed through"], denied: ["denied", "denied"] };
  const [tone, text] = words[word] ?? ["", word];
  return element("span", { class: "badge " + tone }, text);
}
