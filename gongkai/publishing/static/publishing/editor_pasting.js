/* What was copied in Word or WPS and is pasted into a text of the editor: hidden words stay out, headings come along,
   tables become a line for each row, and what did not come along is told. Without this file the editor's own paste holds. */
(function () {
  "use strict";
  const HEADINGS = { H1: "h2", H4: "h3", H5: "h3", H6: "h3" };
  const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const BLOCKS = "p, h1, h2, h3, h4, h5, h6, li, td, th";
  const tidied = new WeakSet();

  function isHidden(element) {
    const style = (element.getAttribute("style") || "").replace(/\s/g, "").toLowerCase();
    return style.includes("display:none") || style.includes("mso-hide:all");
  }

  function renamed(element, name) {
    const other = element.ownerDocument.createElement(name);
    other.append(...element.childNodes);
    element.replaceWith(other);
  }

  function words(element) {
    return element.textContent.replace(/\s+/g, " ").trim();
  }

  function asLines(table) {
    const lines = Array.from(table.rows, (row) => Array.from(row.cells, words).join("　"));
    table.replaceWith(...lines.filter((line) => line.trim()).map((line) => {
      const paragraph = table.ownerDocument.createElement("p");
      paragraph.textContent = line;
      return paragraph;
    }));
  }

  /* Returns the mark-up to paste and, in words, what did not come along. */
  function tidy(markup) {
    const page = new DOMParser().parseFromString(markup, "text/html");
    const body = page.body;
    const told = [];
    body.querySelectorAll("script, style, meta, link, title").forEach((one) => one.remove());
    const hidden = Array.from(body.querySelectorAll("[style]")).filter(isHidden);
    if (hidden.some((one) => words(one))) told.push("隐藏的文字没有粘贴");
    hidden.forEach((one) => one.remove());
    const pictures = body.querySelectorAll("img, v\\:imagedata, object, embed, iframe");
    if (pictures.length) told.push(`${pictures.length} 张图片没有粘贴，请用“图片”块上传`);
    pictures.forEach((one) => one.remove());
    const tables = Array.from(body.querySelectorAll("table")).filter((one) => !one.querySelector("table"));
    if (tables.length) told.push(`${tables.length} 个表格粘贴成了文字，一行一段；请改用“表格”块，从表格软件复制粘贴`);
    tables.forEach(asLines);
    Object.entries(HEADINGS).forEach(([from, to]) => body.querySelectorAll(from).forEach((one) => renamed(one, to)));
    body.querySelectorAll("sup").forEach((one) => {
      if (/^\d+$/.test(words(one))) one.replaceWith(words(one).replace(/\d/g, (digit) => RAISED[digit]));
    });
    body.querySelectorAll("p, h2, h3").forEach((one) => { if (!words(one)) one.remove(); });
    trim(body);
    return { markup: body.innerHTML, told };
  }

  /* Between blocks white space is none of the writer's; in a block it is one space. */
  function trim(body) {
    const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    nodes.forEach((node) => {
      const isLoose = !node.parentElement.closest(BLOCKS) && !node.data.trim();
      if (node.nodeType === Node.COMMENT_NODE || isLoose) node.remove();
      else node.data = node.data.replace(/[\r\n\t ]+/g, " ");
    });
  }

  function tell(editor, told) {
    const section = editor.closest("section, .w-field") || editor.parentElement;
    let place = section.querySelector(":scope .paste-told");
    if (!place) {
      place = document.createElement("p");
      place.className = "paste-told review-advice";
      place.setAttribute("role", "status");
      editor.after(place);
    }
    place.textContent = told.length ? `粘贴时：${told.join("；")}。整份文档可以在栏目里用“从 Word 文档新建”。` : "";
  }

  document.addEventListener("paste", (event) => {
    const editor = event.target.closest && event.target.closest(".Draftail-Editor");
    const markup = event.clipboardData && event.clipboardData.getData("text/html");
    if (!editor || !markup || tidied.has(event)) return;
    if (/draftjs-conductor-fragment|data-offset-key/.test(markup)) return; /* the editor's own */
    const { markup: clean, told } = tidy(markup);
    const data = new DataTransfer();
    data.setData("text/html", clean);
    data.setData("text/plain", event.clipboardData.getData("text/plain"));
    const again = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    tidied.add(again);
    event.preventDefault();
    event.stopImmediatePropagation();
    event.target.dispatchEvent(again);
    tell(editor, told);
  }, true);
})();
