// Updates the progress of an export without a reload; optional.
(() => {
  const INTERVAL = 3000;

  async function renew() {
    try {
      const response = await fetch(window.location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const now = page.querySelector("#export");
      const shown = document.querySelector("#export");
      if (!response.ok || !now) return;
      if (now.hasAttribute("data-unfinished")) {
        // Update only what has changed, to keep focus and screen reader position.
        for (const name of ["[role=status]", "label", "progress"]) {
          const before = shown.querySelector(name);
          const after = now.querySelector(name);
          if (before && after && before.outerHTML !== after.outerHTML) before.replaceWith(after);
        }
      } else {
        shown.replaceWith(now);
        return;
      }
    } catch {
      // Temporary network failure.
    }
    window.setTimeout(renew, INTERVAL);
  }

  window.setTimeout(renew, INTERVAL);
})();
