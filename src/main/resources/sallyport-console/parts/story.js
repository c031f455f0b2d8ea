import { element } from "./element.js";
import { remedy } from "./remedy.js";

/** A decision told step by step, as `sallyport explain` tells it. */
export function story(told) {
  const kind = told.denial ? "deny" : told.decision.kind;
  return element(
    "div",
    { class: "story" },
    element("p", { class: "verdict verdict-" + kind }, element("code", {}, told.request), element("span", {}, told.verdict)),
    told.note && element("p", { class: "note" }, told.note),
    element("ol", { class: "steps" }, told.steps.map(step)),
    told.denial && element("div", { class: "cure" }, element("h3", {}, "What would allow it"), remedy(told.denial)),
  );
}

function step({ topic, text, details }) {
  return element(
    "li",
    { "data-topic": topic },
    element("b", {}, topic),
    element(
      "div",
      {},
      element("p", {}, text),
      details.length > 0 && element("ul", {}, details.map(detail => element("li", {}, detail))),
    ),
  );
}
