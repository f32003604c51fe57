/* While somebody writes: asks for the findings of what stands in the form, and shows them beside each block.
   Without this file the button opens them on a page of their own. Nothing is stored anywhere. */
(function () {
  "use strict";
  const PAUSE = 2000; /* milliseconds without a key before the text is proofread */

  function beside(region, form) {
    form.querySelectorAll(".proof-beside").forEach((old) => old.remove());
    const lists = new Map();
    region.querySelectorAll("li[data-block]").forEach((found) => {
      const block = found.dataset.block;
      const section = block && document.getElementById("block-" + block + "-section");
      if (!section) return;
      if (!lists.has(block)) {
        const list = document.createElement("ul");
        list.className = "proof-beside review-findings";
        list.setAttribute("aria-label", "这一块的校对发现");
        section.appendChild(list);
        lists.set(block, list);
      }
      const copy = found.cloneNode(true);
      copy.querySelector(".review-place").remove();
      lists.get(block).appendChild(copy);
    });
  }

  function start(button) {
    const form = button.form;
    const region = document.getElementById("proof-typed");
    if (!form || !region) return;
    let waiting = 0;
    let asked = 0;
    let last = "";
    let before = "";

    function text() {
      const data = new FormData(form);
      const sent = new URLSearchParams();
      data.forEach((value, name) => { if (typeof value === "string") sent.append(name, value); });
      return sent;
    }

    async function proofread(byHand) {
      const sent = text();
      const said = sent.toString();
      if (!byHand && said === last) return;
      last = said;
      const number = (asked += 1);
      let shown = "";
      try {
        const answer = await fetch(button.formAction, {
          method: "POST",
          body: sent,
          headers: { "X-Requested-With": "XMLHttpRequest" },
          credentials: "same-origin",
        });
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        shown = await answer.text();
      } catch (error) {
        shown = "<p>现在连不上服务器，没有校对。您写的内容还在本页，请稍后再按“校对正在写的内容”。</p>";
        last = "";
      }
      if (number !== asked) return; /* a later question is on its way */
      if (shown === before && !byHand) return; /* nothing new to say to those who listen */
      before = shown;
      const page = new DOMParser().parseFromString(shown, "text/html");
      region.replaceChildren(...page.body.childNodes);
      beside(region, form);
    }

    function later() {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => proofread(false), PAUSE);
    }

    button.addEventListener("click", (event) => {
      event.preventDefault();
      window.clearTimeout(waiting);
      proofread(true);
    });
    ["input", "change", "keyup"].forEach((kind) => form.addEventListener(kind, later));
  }

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("proof-now");
    if (button) start(button);
  });
})();
