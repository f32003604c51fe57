/* A field that takes what was copied with its headings, lists and tables, where the clipboard has them.
   Without this file the field takes the words alone. */
(function () {
  "use strict";
  document.querySelectorAll("textarea[data-takes-markup]").forEach((field) => {
    field.addEventListener("paste", (event) => {
      const markup = event.clipboardData && event.clipboardData.getData("text/html");
      if (!markup) return;
      event.preventDefault();
      field.setRangeText(markup, field.selectionStart, field.selectionEnd, "end");
    });
  });
})();
