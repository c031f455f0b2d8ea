// Before anything is drawn, so that no page flashes in the other theme. Without a choice the system's counts.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem("sallyport-theme");
    } catch {
      return null;
    }
  };
  const apply = () => {
    root.dataset.theme = chosen() ?? (dark.matches ? "dark" : "light");
    dispatchEvent(new Event("themechange"));
  };
  dark.addEventListener("change", apply);
  apply();
  addEventListener("DOMContentLoaded", () => {
    document.getElementById("theme").addEventListener("click", () => {
      const next = root.dataset.theme === "dark" ? "light" : "dark";
      try {
        localStorage.setItem("sallyport-theme", next);
      } catch {
        // Without a store the choice lasts as long as the page.
      }
      root.dataset.theme = next;
      dispatchEvent(new Event("themechange"));
    });
  });
})();
