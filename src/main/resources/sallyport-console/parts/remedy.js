import { element } from "./element.js";

/** The YAML that would allow what was denied, ready to be taken along. */
export function remedy(denial, file = "allow.yaml") {
  if (!denial?.remedy) {
    return element("p", { class: "muted" }, "No YAML alone would allow this.");
  }
  const code = element("code", {}, denial.remedy);
  const button = element("button", { type: "button", class: "button small", "data-key": "copy" }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(denial.remedy);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = "Selected: press Ctrl+C";
    }
  });
  return element(
    "figure",
    { class: "remedy" },
    element("figcaption", {}, element("span", {}, file), button),
    element("pre", { class: "yaml", tabindex: "0", "aria-label": "The ServiceEntry that would allow it" }, code),
    element("p", { class: "muted" }, "Put it into the configuration folder: it is read at once, without a restart."),
  );
}
