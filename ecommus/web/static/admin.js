// Comforts only: every page works without this file.
(() => {
  "use strict";
  let dirty = false, sending = false;

  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-guard]")) dirty = true;
  });

  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
    else sending = true;
  });

  window.addEventListener("beforeunload", (event) => {
    if (dirty && !sending) event.preventDefault();
  });

  // Filters apply as soon as one is chosen.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && event.target.matches("select")) form.requestSubmit();
    // A box in the head of a table ticks all of its rows.
    if (event.target.matches("thead .tick input")) {
      const boxes = event.target.closest("table").querySelectorAll("tbody .tick input");
      for (const box of boxes) box.checked = event.target.checked;
    }
  });

  // Menus close on Escape and on a click elsewhere.
  const close = (keep) => {
    for (const menu of document.querySelectorAll(".topbar details[open]"))
      if (!menu.contains(keep)) menu.open = false;
  };
  document.addEventListener("click", (event) => close(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(null);
  });

  document.querySelector(".form__errors")?.focus();
})();
