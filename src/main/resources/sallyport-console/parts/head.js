import { element } from "./element.js";

/** A page's first lines: what it is, a sentence that may change, and what can be done. */
export function head(title, ...actions) {
  const sentence = element("p", { class: "sentence" });
  const whole = element("div", { class: "head" }, element("div", {}, element("h1", {}, title), sentence), element("div", { class: "actions" }, actions));
  return { whole, say: text => (sentence.textContent = text) };
}

/** A few choices of which one holds. */
export function choice(label, options, chosen, choose) {
  const group = element("div", { class: "choice", role: "group", "aria-label": label });
  for (const [value, text] of options) {
    group.append(
      element(
        "button",
        {
          type: "button",
          "aria-pressed": String(value === chosen),
          onclick: event => {
            for (const other of group.children) {
              other.setAttribute("aria-pressed", String(other === event.currentTarget));
            }
            choose(value);
          },
        },
        text,
      ),
    );
  }
  return group;
}

/** A number with its name. */
export function figure(name, value, tone = "") {
  return element("div", { class: "figure " + tone }, element("span", {}, name), element("b", {}, value));
}

/** What stands where there is nothing yet, with what to do about it. */
export function empty(title, text, command) {
  return element(
    "div",
    { class: "empty" },
    element("h2", {}, title),
    element("p", {}, text),
    command && element("pre", {}, element("code", {}, command)),
  );
}
